import { createRoute, json, jsonBody, only, personOf, router } from '../base/http.ts';
import { Profile, ProfilePatch } from './people.ts';
import { getProfile, patchProfile } from './profile-queries.ts';
import type { SignInNeeds } from './sign-in.ts';

const ProfileView = Profile.openapi('Profile');

export const profileRoutes = router<SignInNeeds>()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/learner/profile',
      summary: 'My profile',
      ...only('user'),
      responses: { 200: json(ProfileView) },
    }),
    async (c) => {
      const { organizationId, learnerId } = personOf(c);
      return c.json(
        await getProfile(c.get('needs').databases.forOrganization(organizationId), learnerId),
        200,
      );
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/api/learner/profile',
      summary: 'Change my profile; what is left out stays',
      ...only('user'),
      request: { body: jsonBody(ProfilePatch) },
      responses: { 200: json(ProfileView) },
    }),
    async (c) => {
      const { organizationId, learnerId } = personOf(c);
      const db = c.get('needs').databases.forOrganization(organizationId);
      return c.json(await patchProfile(db, learnerId, c.req.valid('json')), 200);
    },
  );
