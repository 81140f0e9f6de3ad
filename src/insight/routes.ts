import { router } from '../base/http.ts';
import { type FeedNeeds, feedRoutes } from './feed-routes.ts';

export const insightRoutes = router<FeedNeeds>().route('/', feedRoutes);
