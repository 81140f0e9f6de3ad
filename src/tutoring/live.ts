/** A session's object as the rest of the edge sees it: who comes to it, and what may be asked of it. */
import { z } from 'zod';
import { AppError, ERRORS, type ErrorType } from '../base/errors.ts';
import type { OrganizationId, SessionId } from '../base/ids.ts';
import { LearnerId, OrganizationId as OrganizationIdSchema, UserId } from '../base/ids.ts';
import { Role } from '../base/person.ts';
import type { Lesson } from './lesson.ts';
import type { NodeView, ProgressData, SaidFrame, StoredEvent } from './protocol.ts';
import type { SessionSummary } from './summary.ts';
import type { ProgressView, SessionView } from './view.ts';

/** Who stands at the object's door, as the front hall has judged them. */
export const Visitor = z.object({
  userId: UserId,
  learnerId: LearnerId,
  organizationId: OrganizationIdSchema,
  role: Role,
  jti: z.string(),
  /** Milliseconds since 1970. */
  expiresAt: z.number(),
});
export type Visitor = z.infer<typeof Visitor>;

/** The header in which the edge names the visitor; the object is reachable by the edge alone. */
export const VISITOR = 'x-nuggets-visitor';

/** What crosses the object's border instead of an exception, which would lose its kind on the way. */
export type Answer<T> = { ok: true; value: T } | { ok: false; errorType: ErrorType; message: string };

export const answerOf = async <T>(work: () => T | Promise<T>): Promise<Answer<T>> => {
  try {
    return { ok: true, value: await work() };
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    return { ok: false, errorType: thrown.errorType, message: thrown.message };
  }
};

/** The value, or the refusal thrown here. */
export function taken<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new AppError(answer.errorType, answer.message || ERRORS[answer.errorType].title);
}

export type Chosen = { nextNode: NodeView; masteryUpdates: ProgressData[] };

/** What a choice came to, read from the events that it caused. Throws `server_error` where it caused none. */
export function chosenFrom(events: readonly StoredEvent[]): Chosen {
  const moved = events.find(({ event }) => event === 'session:node:updated');
  if (moved?.event !== 'session:node:updated') throw new AppError('server_error');
  const masteryUpdates = events.flatMap((one) =>
    one.event === 'session:progress:updated' ? [one.data] : [],
  );
  return { nextNode: moved.data.node, masteryUpdates };
}

/** Every verb answers null where the object holds no such session: never begun, or gone to Postgres. */
export type LiveSession = {
  /** Its id in hexadecimal, for the gate. */
  object: string;
  begin: (lesson: Lesson) => Promise<void>;
  view: () => Promise<SessionView | null>;
  progress: () => Promise<ProgressView | null>;
  choose: (choiceId: string) => Promise<Answer<Chosen> | null>;
  /** What was said or done, posted; the `seq` of what was stored. */
  hear: (frame: SaidFrame) => Promise<Answer<number | null> | null>;
  complete: () => Promise<SessionSummary | null>;
  /** Has Postgres brought up to date, where it answers. */
  flush: () => Promise<void>;
  /** Forgets all of it, whether it is here or not. */
  erase: () => Promise<void>;
  /** A WebSocket upgrade; or a GET, or a POST of `{id, content}`, answered as a stream of server-sent events. */
  fetch: (request: Request, visitor: Visitor) => Promise<Response>;
};

export type LiveSessions = (organizationId: OrganizationId, sessionId: SessionId) => LiveSession;

/** The object's name holds its organization: another's session can't even be addressed. */
export const objectName = (organizationId: OrganizationId, sessionId: SessionId): string =>
  `${organizationId}/${sessionId}`;
