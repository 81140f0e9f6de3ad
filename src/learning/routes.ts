import { router } from '../base/http.ts';
import { type ClassRoutesNeeds, classRoutes } from './class-routes.ts';
import { type ConceptRoutesNeeds, conceptRoutes } from './concept-routes.ts';
import { type CorrectionRoutesNeeds, correctionRoutes } from './correction-routes.ts';
import { type LearnerRoutesNeeds, learnerRoutes } from './learner-routes.ts';
import { type NarrativeEditRoutesNeeds, narrativeEditRoutes } from './narrative-edit-routes.ts';
import { type NarrativeRoutesNeeds, narrativeRoutes } from './narrative-routes.ts';
import { type ReportRoutesNeeds, reportRoutes } from './report-routes.ts';

export type LearningNeeds = ClassRoutesNeeds &
  ConceptRoutesNeeds &
  CorrectionRoutesNeeds &
  LearnerRoutesNeeds &
  NarrativeEditRoutesNeeds &
  NarrativeRoutesNeeds &
  ReportRoutesNeeds;

export const learningRoutes = router<LearningNeeds>()
  .route('/', learnerRoutes)
  .route('/', narrativeRoutes)
  .route('/', classRoutes)
  .route('/', conceptRoutes)
  .route('/', correctionRoutes)
  .route('/', narrativeEditRoutes)
  .route('/', reportRoutes);
