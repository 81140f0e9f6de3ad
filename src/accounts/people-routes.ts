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
  plainText,
  router,
  time,
  z,
} from '../base/http.ts';
import { LearnerId, newId, UserId } from '../base/ids.ts';
import { Role } from '../base/person.ts';
import { Email, Password, PersonName, UserView, userView } from './auth-routes.ts';
import { importPeople, readBody } from './importing.ts';
import { CLAIM_HOURS, inviteUrl, makeInvite } from './inviting.ts';
import { hashPassword, NO_PASSWORD } from './password.ts';
import {
  addInvites,
  addPeople,
  changePerson,
  getPerson,
  listPeople,
  type PersonRow,
  peoplePages,
} from './people-queries.ts';
import type { SignInNeeds } from './sign-in.ts';

export const PersonView = UserView.extend({ lastActivity: time.nullable(), createdAt: time }).openapi(
  'Person',
);

const personView = (row: PersonRow): z.infer<typeof PersonView> => ({
  ...userView(row),
  lastActivity: row.lastActivity?.toISOString() ?? null,
  createdAt: row.createdAt.toISOString(),
});

const InviteLink = z.object({ url: z.string(), expiresAt: time });

export const ImportResult = z.object({
  created: z.number().int(),
  failed: z.number().int(),
  results: z.array(
    z.object({
      row: z.number().int(),
      email: z.string(),
      status: z.enum(['created', 'failed', 'skipped']),
      error: z.string().optional(),
      userId: z.uuid().optional(),
      inviteUrl: z.string().optional(),
    }),
  ),
});

const flag = z.enum(['true', 'false']).default('false');

const dbOf = (c: Context<HttpEnv<SignInNeeds>>) =>
  c.get('needs').databases.forOrganization(personOf(c).organizationId);

export const peopleRoutes = router<SignInNeeds>()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/admin/users',
      summary: 'The people of the organization',
      ...only('admin'),
      request: { query: pageQuery.extend({ role: Role.optional(), q: plainText(200).optional() }) },
      responses: { 200: json(listOf(PersonView)) },
    }),
    async (c) => {
      const { cursor, ...wanted } = c.req.valid('query');
      const { rows, nextCursor } = await listPeople(dbOf(c), { ...wanted, after: peoplePages.after(cursor) });
      return c.json({ items: rows.map(personView), nextCursor }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/users',
      summary: 'Make an account; without a password its owner chooses one by the invite',
      ...only('admin'),
      request: {
        body: jsonBody(
          z.object({ email: Email, name: PersonName, role: Role, password: Password.optional() }),
        ),
      },
      responses: { 201: json(PersonView.extend({ invite: InviteLink.nullable() }), 'Made') },
    }),
    async (c) => {
      const { password, ...given } = c.req.valid('json');
      const [db, actorId] = [dbOf(c), personOf(c).userId];
      const passwordHash = password === undefined ? NO_PASSWORD : await hashPassword(password);
      const id = newId(UserId);
      await addPeople(db, actorId, [{ ...given, id, learnerId: newId(LearnerId), passwordHash }]);
      const invite =
        password === undefined
          ? makeInvite({ ...given, expiresInHours: CLAIM_HOURS, now: c.get('needs').clock() })
          : undefined;
      if (invite !== undefined) await addInvites(db, actorId, [invite.row]);
      const link =
        invite === undefined
          ? null
          : { url: inviteUrl(c.req.url, invite.token), expiresAt: invite.row.expiresAt.toISOString() };
      return c.json({ ...personView(await getPerson(db, id)), invite: link }, 201);
    },
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/api/admin/users/{id}',
      summary: 'Change role or name; a change of role ends the tokens',
      ...only('admin'),
      request: {
        params: idParam,
        body: jsonBody(z.object({ role: Role.optional(), name: PersonName.optional() })),
      },
      responses: { 200: json(PersonView) },
    }),
    async (c) => {
      const id = UserId.parse(c.req.valid('param').id);
      const { role, name } = c.req.valid('json');
      const db = dbOf(c);
      await changePerson(db, { id, actorId: personOf(c).userId, role, name });
      if (role !== undefined) await c.get('needs').gate.revokeAll(id);
      return c.json(personView(await getPerson(db, id)), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/users/import',
      summary: 'People from CSV with the columns email, name, role',
      ...only('admin'),
      request: {
        query: z.object({
          atomic: flag.describe('all rows or none'),
          dryRun: flag.describe('judge the rows, make nobody'),
        }),
        body: {
          content: { 'text/csv': { schema: z.string() } },
          description: 'Also taken as `multipart/form-data` with one `file`.',
          required: true,
        },
      },
      responses: { 200: json(ImportResult) },
    }),
    async (c) => {
      const { atomic, dryRun } = c.req.valid('query');
      const csv = await readBody(c.req.raw);
      const needs = { databases: c.get('needs').databases, now: c.get('needs').clock() };
      const result = await importPeople(needs, personOf(c), {
        csv,
        atomic: atomic === 'true',
        dryRun: dryRun === 'true',
        urlOf: (token) => inviteUrl(c.req.url, token),
      });
      return c.json(result, 200);
    },
  );
