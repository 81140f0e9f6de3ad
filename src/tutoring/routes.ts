/** Sessions over HTTP: begun, looked at, answered where no socket gets through, completed. */
import type { Context } from 'hono';
import type { Gate } from '../accounts/gate.ts';
import { AppError, notFound } from '../base/errors.ts';
import type { Feed } from '../base/feed.ts';
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
  z,
} from '../base/http.ts';
import { LearnerId, NuggetId, newId, SessionId } from '../base/ids.ts';
import { pagesOf } from '../base/paging.ts';
import { daysRoutes } from './days-routes.ts';
import { type Answer, type LiveSession, type LiveSessions, taken, type Visitor } from './live.ts';
import { openLesson, type PackNeeds } from './pack.ts';
import { MAX_MESSAGE_CHARACTERS, SaidFrame } from './protocol.ts';
import { insertSession, listMessages, listSessions } from './session-queries.ts';
import { findStoredSession, type Stored, storedProgress, storedSessions, storedSummary } from './stored.ts';
import { MessageBody, NodeBody, ProgressBody, SessionBody, SummaryBody, sessionView } from './view.ts';

export type TutoringNeeds = PackNeeds & {
  sessions: LiveSessions;
  feed: Feed;
  gate: Pick<Gate, 'watch'>;
  later: (work: Promise<unknown>) => void;
};

type Ctx = Context<HttpEnv<TutoringNeeds>>;

const SessionSchema = SessionBody.openapi('Session');
const MessageSchema = MessageBody.openapi('Message');

const NewSession = z.object({
  mode: z.enum(['text', 'voice']).default('text'),
  goal: plainText(500, 1).nullish(),
  topic: plainText(500, 1).nullish(),
  nuggetId: z.uuid().nullish(),
});

const sessionPages = { all: pagesOf('sessions'), open: pagesOf('open sessions') };

type Access = { id: SessionId; live: LiveSession; stored: () => Promise<Stored> };

/** The object that a session lives in. Whether it is there, and whose it is, the object or Postgres must say. */
function reach(c: Ctx, rawId: string): Access {
  const { organizationId } = personOf(c);
  const { databases, sessions } = c.get('needs');
  const id = SessionId.parse(rawId);
  const db = databases.forOrganization(organizationId);
  return { id, live: sessions(organizationId, id), stored: () => findStoredSession(db, id) };
}

/** Throws not-found unless it is the person's own session, or a colleague's learner's and the person may look. */
function mustSee(c: Ctx, owner: string, ownOnly = false): void {
  const { learnerId, role } = personOf(c);
  if (owner !== learnerId && (ownOnly || role === 'learner')) throw notFound('No such session.');
}

/** The session as it stands, from its object or, once it has left there, from Postgres. */
async function look(c: Ctx, { live, stored }: Access, ownOnly = false) {
  const view = (await live.view()) ?? (await stored()).view;
  mustSee(c, view.learnerId, ownOnly);
  return view;
}

function visitorOf(c: Ctx): Visitor {
  const token = c.get('token');
  if (token === undefined) throw new AppError('authentication_error');
  return { ...personOf(c), jti: token.jti, expiresAt: token.expiresAt.getTime() };
}

/** Lets somebody follow a session, by socket or as a stream. */
async function follow(c: Ctx, id: string, request: Request): Promise<Response> {
  const access = reach(c, id);
  const visitor = visitorOf(c);
  const response = await access.live.fetch(request, visitor);
  if (response.status === 404) {
    mustSee(c, (await access.stored()).view.learnerId);
    throw over();
  }
  // After the line is there: a token that ended meanwhile is told of at once.
  const watcher = { jti: visitor.jti, kind: 'session' as const, object: access.live.object };
  await c.get('needs').gate.watch(visitor.userId, watcher);
  return response;
}

const over = () => new AppError('conflict', 'This session is over.');

const begin = createRoute({
  method: 'post',
  path: '/api/learning/sessions',
  ...only('user'),
  request: { body: jsonBody(NewSession) },
  responses: { 201: json(SessionSchema, 'Begun') },
});

const list = createRoute({
  method: 'get',
  path: '/api/learning/sessions',
  ...only('user'),
  description: 'Sessions, the latest begun first; with `open` those that may go on, the last touched first.',
  request: {
    query: pageQuery.extend({ learnerId: z.uuid().optional(), open: z.literal('true').optional() }),
  },
  responses: { 200: json(listOf(SessionSchema)) },
});

const one = createRoute({
  method: 'get',
  path: '/api/learning/sessions/{id}',
  ...only('user'),
  request: { params: idParam },
  responses: { 200: json(SessionSchema) },
});

const say = createRoute({
  method: 'post',
  path: '/api/learning/sessions/{id}/messages',
  ...only('user'),
  request: {
    params: idParam,
    body: jsonBody(z.object({ id: z.uuid(), content: plainText(MAX_MESSAGE_CHARACTERS, 1) })),
  },
  responses: {
    200: {
      description: 'The same events as the WebSocket',
      content: { 'text/event-stream': { schema: z.string() } },
    },
  },
});

/** All that happens, for as long as one listens; what was missed since `lastSeq` comes first, as `session:joined`. */
const listen = createRoute({
  method: 'get',
  path: '/api/learning/sessions/{id}/events',
  ...only('user'),
  request: {
    params: idParam,
    query: z.object({
      lastSeq: z.coerce.number().int().min(0).default(0),
      announce: z.literal('true').optional(),
    }),
  },
  responses: {
    200: {
      description: 'The same events as the WebSocket',
      content: { 'text/event-stream': { schema: z.string() } },
    },
  },
});

/** A frame as it would go over the WebSocket; the answer is its ack. */
const hear = createRoute({
  method: 'post',
  path: '/api/learning/sessions/{id}/frames',
  ...only('user'),
  request: { params: idParam, body: jsonBody(SaidFrame) },
  responses: { 200: json(z.object({ id: z.uuid(), seq: z.number().int().nullable() })) },
});

const said = createRoute({
  method: 'get',
  path: '/api/learning/sessions/{id}/messages',
  ...only('user'),
  request: { params: idParam, query: pageQuery },
  responses: { 200: json(listOf(MessageSchema)) },
});

const choose = createRoute({
  method: 'post',
  path: '/api/learning/sessions/{id}/choices',
  ...only('user'),
  request: { params: idParam, body: jsonBody(z.object({ choiceId: z.string().min(1).max(200) })) },
  responses: {
    200: json(
      z.object({
        nextNode: NodeBody,
        masteryUpdates: z.array(
          z.object({
            concept: z.string(),
            name: z.string(),
            masteryLevel: z.number(),
            previousLevel: z.number().nullable(),
            probability: z.number(),
            evidence: z.string(),
            knowledgeGaps: z.array(z.string()),
          }),
        ),
      }),
    ),
  },
});

const progress = createRoute({
  method: 'get',
  path: '/api/learning/sessions/{id}/progress',
  ...only('user'),
  request: { params: idParam },
  responses: { 200: json(ProgressBody.openapi('SessionProgress')) },
});

const complete = createRoute({
  method: 'post',
  path: '/api/learning/sessions/{id}/complete',
  ...only('user'),
  request: { params: idParam },
  responses: { 200: json(SummaryBody.openapi('SessionSummary')) },
});

const socket = createRoute({
  method: 'get',
  path: '/api/learning/sessions/{id}/ws',
  ...only('user'),
  request: { params: idParam },
  responses: { 101: { description: 'A WebSocket of the subprotocol nuggets.v1' } },
});

export const tutoringRoutes = router<TutoringNeeds>()
  .route('/', daysRoutes)
  .openapi(begin, async (c) => {
    const { goal, topic, nuggetId, mode } = c.req.valid('json');
    const { learnerId, organizationId } = personOf(c);
    const needs = c.get('needs');
    const at = needs.clock().toISOString();
    const id = newId(SessionId);
    const wish = {
      goal: goal ?? null,
      topic: topic ?? null,
      nuggetId: nuggetId == null ? null : NuggetId.parse(nuggetId),
    };
    const times = { startedAt: at, lastActivity: at, completedAt: null };
    const lesson = await openLesson(
      needs,
      { id, learnerId, organizationId, mode, goal: wish.goal, topic: wish.topic, ...times },
      wish,
    );
    await insertSession(
      needs.databases.forOrganization(organizationId),
      lesson.session,
      lesson.node?.nodeId ?? null,
    );
    const live = needs.sessions(organizationId, id);
    await live.begin(lesson);
    const data = { sessionId: id, learnerId, learnerName: lesson.learner.name, activity: 'started', at };
    needs.later(needs.feed.publish(organizationId, { event: 'session:activity', data }));
    return c.json((await live.view()) ?? sessionView(lesson), 201);
  })
  .openapi(list, async (c) => {
    const { limit, cursor, learnerId: wanted, open } = c.req.valid('query');
    const { learnerId, organizationId, role } = personOf(c);
    const asked = wanted === undefined ? null : LearnerId.parse(wanted);
    const db = c.get('needs').databases.forOrganization(organizationId);
    const whose = role === 'learner' ? learnerId : asked;
    const which = open === 'true' ? 'open' : 'all';
    const pages = sessionPages[which];
    const after = pages.after(cursor);
    const found = await listSessions(db, { which, learnerId: whose, limit: limit + 1, cursor: after });
    const { rows, nextCursor } = pages.cut(found, limit, ({ startedAt, lastActivity, id }) => ({
      at: which === 'open' ? lastActivity : startedAt,
      id,
    }));
    return c.json({ items: await storedSessions(db, rows), nextCursor }, 200);
  })
  .openapi(one, async (c) => c.json(await look(c, reach(c, c.req.valid('param').id)), 200))
  .openapi(say, async (c) => {
    const access = reach(c, c.req.valid('param').id);
    const body = JSON.stringify(c.req.valid('json'));
    const response = await access.live.fetch(
      new Request('https://session/messages', { method: 'POST', body }),
      visitorOf(c),
    );
    if (response.status === 404) {
      mustSee(c, (await access.stored()).view.learnerId, true);
      throw over();
    }
    if (!response.ok) {
      const refusal: Answer<never> = await response.json();
      taken(refusal);
    }
    return response;
  })
  .openapi(listen, async (c) => {
    const { lastSeq, announce } = c.req.valid('query');
    const query = new URLSearchParams({ lastSeq: String(lastSeq), ...(announce && { announce }) });
    return follow(c, c.req.valid('param').id, new Request(`https://session/events?${query}`));
  })
  .openapi(hear, async (c) => {
    const access = reach(c, c.req.valid('param').id);
    await look(c, access, true);
    const frame = c.req.valid('json');
    const answer = await access.live.hear(frame);
    if (answer === null) throw over();
    return c.json({ id: frame.id, seq: taken(answer) }, 200);
  })
  .openapi(said, async (c) => {
    const access = reach(c, c.req.valid('param').id);
    await look(c, access);
    await access.live.flush();
    const { limit, cursor } = c.req.valid('query');
    const db = c.get('needs').databases.forOrganization(personOf(c).organizationId);
    const pages = pagesOf(`messages of ${access.id}`);
    const found = await listMessages(db, access.id, {
      after: pages.after(cursor)?.id ?? null,
      limit: limit + 1,
    });
    const { rows, nextCursor } = pages.cut(found, limit, ({ createdAt, id }) => ({ at: createdAt, id }));
    const items = rows.map(({ organizationId: _o, createdAt, citations, toolCalls, media, ...row }) => ({
      ...row,
      citations: citations ?? [],
      toolCalls: toolCalls ?? [],
      media: media ?? [],
      createdAt: createdAt.toISOString(),
    }));
    return c.json({ items, nextCursor }, 200);
  })
  .openapi(choose, async (c) => {
    const access = reach(c, c.req.valid('param').id);
    await look(c, access, true);
    const answer = await access.live.choose(c.req.valid('json').choiceId);
    if (answer === null) throw over();
    return c.json(taken(answer), 200);
  })
  .openapi(progress, async (c) => {
    const access = reach(c, c.req.valid('param').id);
    await look(c, access);
    const now = c.get('needs').clock();
    const db = c.get('needs').databases.forOrganization(personOf(c).organizationId);
    return c.json(
      (await access.live.progress()) ?? (await storedProgress(db, await access.stored(), now)),
      200,
    );
  })
  .openapi(complete, async (c) => {
    const access = reach(c, c.req.valid('param').id);
    await look(c, access, true);
    return c.json((await access.live.complete()) ?? storedSummary(await access.stored()), 200);
  })
  .openapi(socket, async (c) => {
    if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket')
      throw new AppError('validation_error', 'This is a WebSocket: ask for an upgrade.');
    return follow(c, c.req.valid('param').id, c.req.raw);
  });
