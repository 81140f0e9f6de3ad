import { router } from '../base/http.ts';
import { modelRoutes } from './model-routes.ts';
import { organizationRoutes } from './organization-routes.ts';
import type { SettingsNeeds } from './settings.ts';
import { systemRoutes } from './system-routes.ts';
import { voiceRoutes } from './voice-routes.ts';

export const settingsRoutes = router<SettingsNeeds>()
  .route('/', modelRoutes)
  .route('/', voiceRoutes)
  .route('/', systemRoutes)
  .route('/', organizationRoutes);
