/** Sources: files, texts, folders and addresses. */
import { router } from '../base/http.ts';
import { type FileRoutesNeeds, fileRoutes } from './file-routes.ts';
import { type FolderRoutesNeeds, folderRoutes } from './folder-routes.ts';
import { type UrlRoutesNeeds, urlRoutes } from './url-routes.ts';

export const ingestionRoutes = router<FileRoutesNeeds & FolderRoutesNeeds & UrlRoutesNeeds>()
  .route('/', fileRoutes)
  .route('/', folderRoutes)
  .route('/', urlRoutes);
