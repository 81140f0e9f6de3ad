import type { Context } from 'hono';
import {
  createRoute,
  type HttpEnv,
  idParam,
  json,
  jsonBody,
  listOf,
  only,
  pageQuery,
  personOf,
  router,
  time,
  z,
} from '../base/http.ts';
import { InviteId } from '../base/ids.ts';
import { Role } from '../base/person.ts';
import { Done, Email } from './auth-routes.ts';
import { inviteUrl, makeInvite } from './inviting.ts';
import { addInvites, invitePages, listInvites, removeInvite } from './people-queries.ts';
import type { SignInNeeds } from './sign-in.ts';

const MAX_HOURS = 90 * 24;

const Invitation = z.object({
  email: Email.nullish(),
  role: Role,
  expiresInHours: z
    .number()
    .positive()
    .max(MAX_HOURS)
    .default(7 * 24),
});

export const InviteView = z
  .object({
    id: z.uuid(),
    email: z.string().nullable(),
    role: Role,
    expiresAt: time,
    usedAt: time.nullable(),
    createdAt: time,
  })
  .openapi('Invite');

const dbOf = (c: Context<HttpEnv<SignInNeeds>>) =>
  c.get('needs').databases.forOrganization(personOf(c).organizationId);

export const inviteRoutes = router<SignInNeeds>()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/admin/invites',
      summary: 'Invites, newest first; their tokens are told once, when they are made',
      ...only('admin'),
      request: { query: pageQuery },
      responses: { 200: json(listOf(InviteView)) },
    }),
    async (c) => {
      const { limit, cursor } = c.req.valid('query');
      const { rows, nextCursor } = await listInvites(dbOf(c), { limit, after: invitePages.after(cursor) });
      const items = rows.map(({ id, email, role, expiresAt, usedAt, createdAt }) => ({
        id,
        email,
        role,
        expiresAt: expiresAt.toISOString(),
        usedAt: usedAt?.toISOString() ?? null,
        createdAt: createdAt.toISOString(),
      }));
      return c.json({ items, nextCursor }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/invites',
      summary: 'Invite somebody, by e-mail or whoever holds the link',
      ...only('admin'),
      request: { body: jsonBody(Invitation) },
      responses: {
        201: json(z.object({ id: z.uuid(), token: z.string(), url: z.string(), expiresAt: time }), 'Invited'),
      },
    }),
    async (c) => {
      const { email, role, expiresInHours } = c.req.valid('json');
      const now = c.get('needs').clock();
      const { row, token } = makeInvite({ email: email ?? null, role, expiresInHours, now });
      await addInvites(dbOf(c), personOf(c).userId, [row]);
      const url = inviteUrl(c.req.url, token);
      return c.json({ id: row.id, token, url, expiresAt: row.expiresAt.toISOString() }, 201);
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/admin/invites/{id}',
      summary: 'Withdraw an invite',
      ...only('admin'),
      request: { params: idParam },
      responses: { 200: json(Done) },
    }),
    async (c) => {
      const id = InviteId.parse(c.req.valid('param').id);
      await removeInvite(dbOf(c), { id, actorId: personOf(c).userId });
      return c.json({ success: true as const }, 200);
    },
  );
