import { addressOf, Done } from '../accounts/auth-routes.ts';
import { getPerson, removePerson } from '../accounts/people-queries.ts';
import { confirmPassword, type SignInNeeds } from '../accounts/sign-in.ts';
import type { OrganizationDb } from '../base/db.ts';
import { createRoute, idParam, json, jsonBody, only, personOf, router, time, z } from '../base/http.ts';
import { type OrganizationId, type SessionId, UserId } from '../base/ids.ts';
import { eraseAll, eraseRest, listSessionIds, readAll } from './export-queries.ts';

/** A learner's own data: to take away, or to have erased. */
export type LearnerDataNeeds = SignInNeeds & {
  sessions: (
    organizationId: OrganizationId,
    sessionId: SessionId,
  ) => { flush: () => Promise<void>; erase: () => Promise<void> };
};

const rows = z.array(z.record(z.string(), z.unknown()));

const Export = z
  .object({
    exportedAt: time,
    account: z.record(z.string(), z.unknown()),
    learner: z.record(z.string(), z.unknown()),
    /** With their messages and the path that was walked. */
    sessions: rows,
    attempts: rows,
    progress: rows,
    reviews: rows,
    usage: rows,
    events: rows,
    /** Names of the concepts that the rest speaks of by id. */
    concepts: rows,
  })
  .openapi('LearnerExport');

/** Objects asked at once. */
const AT_ONCE = 20;

/** Lessons hold what Postgres has not yet: each is asked, some at a time. */
async function inEachSession(
  { sessions }: Pick<LearnerDataNeeds, 'sessions'>,
  db: OrganizationDb,
  { ids, verb }: { ids: readonly SessionId[]; verb: 'flush' | 'erase' },
): Promise<void> {
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    await Promise.all(ids.slice(start, start + AT_ONCE).map((id) => sessions(db.organizationId, id)[verb]()));
  }
}

export const learnerDataRoutes = router<LearnerDataNeeds>()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/learner/export',
      summary: 'All that is held on me',
      ...only('user'),
      responses: { 200: json(Export) },
    }),
    async (c) => {
      const [needs, person] = [c.get('needs'), personOf(c)];
      const db = needs.databases.forOrganization(person.organizationId);
      await inEachSession(needs, db, { ids: await listSessionIds(db, person), verb: 'flush' });
      c.header('Content-Disposition', 'attachment; filename="my-learning.json"');
      c.header('Cache-Control', 'no-store');
      const all = await readAll(db, person);
      return c.json({ exportedAt: needs.clock().toISOString(), ...all }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/learner',
      summary: 'Erase all that is held on me; a learner’s account goes with it',
      ...only('user'),
      request: { body: jsonBody(z.object({ password: z.string().max(1000) })) },
      responses: { 200: json(Done) },
    }),
    async (c) => {
      const [needs, person] = [c.get('needs'), personOf(c)];
      const { password } = c.req.valid('json');
      await confirmPassword(needs, person, { password, address: addressOf(c) });
      const db = needs.databases.forOrganization(person.organizationId);
      await inEachSession(needs, db, { ids: await listSessionIds(db, person), verb: 'erase' });
      await eraseAll(db, person);
      if (person.role === 'learner') await needs.gate.revokeAll(person.userId);
      return c.json({ success: true as const }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/admin/users/{id}',
      summary: 'Remove an account with all that is held on its learner',
      ...only('admin'),
      request: { params: idParam },
      responses: { 200: json(Done) },
    }),
    async (c) => {
      const [needs, actor] = [c.get('needs'), personOf(c)];
      const id = UserId.parse(c.req.valid('param').id);
      const db = needs.databases.forOrganization(actor.organizationId);
      const { learnerId, organizationId, role } = await getPerson(db, id);
      const person = { userId: id, learnerId, organizationId, role };
      // Asked before: which lessons were theirs goes with the account.
      const ids = await listSessionIds(db, person);
      await removePerson(db, { id, actorId: actor.userId });
      await needs.gate.revokeAll(id);
      await inEachSession(needs, db, { ids, verb: 'erase' });
      await eraseRest(db, person);
      return c.json({ success: true as const }, 200);
    },
  );
