import { router } from '../base/http.ts';
import { authRoutes } from './auth-routes.ts';
import { inviteRoutes } from './invite-routes.ts';
import { peopleRoutes } from './people-routes.ts';
import { profileRoutes } from './profile-routes.ts';
import type { SignInNeeds } from './sign-in.ts';

export const accountRoutes = router<SignInNeeds>()
  .route('/', authRoutes)
  .route('/', peopleRoutes)
  .route('/', inviteRoutes)
  .route('/', profileRoutes);
