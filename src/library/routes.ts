import { router } from '../base/http.ts';
import { type MediaRoutesNeeds, mediaRoutes } from './media-routes.ts';
import { type NuggetRoutesNeeds, nuggetRoutes } from './nugget-routes.ts';
import { type SearchRoutesNeeds, searchRoutes } from './search-routes.ts';
import { type SourceRoutesNeeds, sourceRoutes } from './source-routes.ts';

export type LibraryNeeds = NuggetRoutesNeeds & SearchRoutesNeeds & SourceRoutesNeeds & MediaRoutesNeeds;

export const libraryRoutes = router<LibraryNeeds>()
  .route('/', nuggetRoutes)
  .route('/', searchRoutes)
  .route('/', sourceRoutes)
  .route('/', mediaRoutes);
