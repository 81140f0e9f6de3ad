import { router } from '../base/http.ts';
import { type AnalyticsNeeds, analyticsRoutes } from './analytics-routes.ts';
import { type AuditNeeds, auditRoutes } from './audit-routes.ts';
import { type CostNeeds, costRoutes } from './cost-routes.ts';
import { type FeedNeeds, feedRoutes } from './feed-routes.ts';
import { type LearnerDataNeeds, learnerDataRoutes } from './learner-routes.ts';

export const insightRoutes = router<FeedNeeds & AnalyticsNeeds & CostNeeds & AuditNeeds & LearnerDataNeeds>()
  .route('/', feedRoutes)
  .route('/', analyticsRoutes)
  .route('/', costRoutes)
  .route('/', auditRoutes)
  .route('/', learnerDataRoutes);
