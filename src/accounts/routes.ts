import { router } from '../base/http.ts';
import { authRoutes } from './auth-routes.ts';
import type { SignInNeeds } from './sign-in.ts';

export const accountRoutes = router<SignInNeeds>().route('/', authRoutes);
