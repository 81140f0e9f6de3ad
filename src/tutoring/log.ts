/**
 * The session's log in the object's SQLite: durable events numbered without gaps, the client's ids with their acks,
 * the queue of turns with their stored steps, the lesson, and the outbox. Everything is written before it is sent.
 */
import type { OutboxItem } from './effects.ts';
import type { Verdict } from './judge.ts';
import type { Lesson, LiveQuestion } from './lesson.ts';
import { migrateLog } from './log-tables.ts';
import { type Remembered, standing } from './memory.ts';
import type { DurableEvent, MessageData, ProgressData, StoredEvent } from './protocol.ts';
import type { SessionSummary } from './summary.ts';
import type { Step } from './turn.ts';

/** `waiting`: in the queue. `failed`: its plain sentence is out, and it is tried again after `notBefore`. */
export type TurnStatus = 'waiting' | 'failed' | 'done' | 'cancelled';

export type TurnKind = 'message' | 'answer' | 'hint' | 'voice';

export type QueuedTurn = {
  /** The messageId of the answer. */
  id: string;
  /** The client's id of what is answered, and the seq of its event. */
  cause: string;
  causeSeq: number;
  input: {
    kind: TurnKind;
    words: string;
    answers: LiveQuestion | null;
    verdict: Verdict | null;
    /** The answer that this one is given in place of. */
    replaces?: string;
  };
  status: TurnStatus;
  tries: number;
  /** Milliseconds since 1970. */
  notBefore: number;
};

export type OutboxRow = { place: number; item: OutboxItem };

type Row = {
  id: string;
  cause: string;
  cause_seq: number;
  input: string;
  status: string;
  tries: number;
  not_before: number;
};

const LESSON_PARTS = [
  'session',
  'learner',
  'node',
  'question',
  'path',
  'pack',
  'memory',
  'settings',
] as const;

export type SessionLog = ReturnType<typeof openLog>;

/** Opens (and where needed migrates) the log of a session. */
export function openLog(storage: DurableObjectStorage) {
  const { sql } = storage;
  migrateLog({ sql, transactionSync: (work) => storage.transactionSync(work) });
  let lesson: Lesson | null = readLesson();
  let last = Number(sql.exec<{ seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM events').one().seq);

  function readLesson(): Lesson | null {
    const rows = sql.exec<{ key: string; value: string }>('SELECT key, value FROM state').toArray();
    if (rows.length === 0) return null;
    const whole: Lesson = JSON.parse(
      `{${rows.map(({ key, value }) => `${JSON.stringify(key)}:${value}`).join(',')}}`,
    );
    return whole;
  }

  /** What a failed transaction leaves in memory would be a lie: both are read again. */
  function transaction<T>(work: () => T): T {
    try {
      return storage.transactionSync(work);
    } catch (thrown) {
      lesson = readLesson();
      last = Number(sql.exec<{ seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM events').one().seq);
      throw thrown;
    }
  }

  return {
    transaction,
    lastSeq: () => last,

    /** Null until the session has begun here, and after it has left. */
    lesson: () => lesson,

    /** Writes the parts that changed. */
    saveLesson: (next: Lesson): void => {
      for (const part of LESSON_PARTS) {
        if (lesson !== null && lesson[part] === next[part]) continue;
        sql.exec('INSERT OR REPLACE INTO state (key, value) VALUES (?, ?)', part, JSON.stringify(next[part]));
      }
      lesson = next;
    },

    append: (event: DurableEvent, at: string): StoredEvent => {
      last += 1;
      sql.exec(
        'INSERT INTO events (seq, event, data, at) VALUES (?, ?, ?, ?)',
        last,
        event.event,
        JSON.stringify(event.data),
        at,
      );
      return { ...event, seq: last };
    },

    /** Events after a seq, in order, at most `limit`. */
    eventsAfter: (seq: number, limit = -1): StoredEvent[] =>
      sql
        .exec<{ seq: number; event: string; data: string }>(
          'SELECT seq, event, data FROM events WHERE seq > ? ORDER BY seq LIMIT ?',
          seq,
          limit,
        )
        .toArray()
        .map(readEvent),

    /** Every change of the learner's standing, in order, with its time (ISO 8601). */
    progressChanges: (): { data: ProgressData; at: string }[] =>
      sql
        .exec<{ data: string; at: string }>(
          `SELECT data, at FROM events WHERE event = 'session:progress:updated' ORDER BY seq`,
        )
        .toArray()
        .map(({ data, at }) => {
          const change: ProgressData = JSON.parse(data);
          return { data: change, at };
        }),

    /** What the session came to; undefined while it goes on. */
    findSummary: (): SessionSummary | undefined =>
      sql
        .exec<{ data: string }>(`SELECT data FROM events WHERE event = 'session:completed' LIMIT 1`)
        .toArray()
        .map(({ data }) => {
          const summary: SessionSummary = JSON.parse(data);
          return summary;
        })[0],

    /** Ids of the questions put so far. */
    askedQuestions: (): string[] =>
      sql
        .exec<{ id: string }>(
          `SELECT json_extract(data, '$.questionId') AS id FROM events WHERE event = 'session:question'`,
        )
        .toArray()
        .map(({ id }) => id),

    /** A message as it was last said; undefined for one that never was. */
    findMessage: (messageId: string): MessageData | undefined =>
      sql
        .exec<{ data: string }>(
          `SELECT data FROM events WHERE event = 'session:message' AND json_extract(data, '$.messageId') = ?
           ORDER BY seq DESC LIMIT 1`,
          messageId,
        )
        .toArray()
        .map(({ data }) => {
          const message: MessageData = JSON.parse(data);
          return message;
        })[0],

    /** The message that is the event of a seq. */
    findMessageAt: (seq: number): MessageData | undefined =>
      sql
        .exec<{ data: string }>(`SELECT data FROM events WHERE seq = ? AND event = 'session:message'`, seq)
        .toArray()
        .map(({ data }) => {
          const message: MessageData = JSON.parse(data);
          return message;
        })[0],

    /** Messages between two seqs, neither included, in order, as far as they still stand at the second. */
    messagesBetween: (after: number, before: number): Remembered[] =>
      standing(
        sql
          .exec<{ seq: number; data: string }>(
            `SELECT seq, data FROM events WHERE seq > ? AND seq <= ? AND event = 'session:message' ORDER BY seq`,
            after,
            before,
          )
          .toArray()
          .map(({ seq, data }) => {
            const message: MessageData = JSON.parse(data);
            return { seq, message };
          }),
      ).filter(({ seq }) => seq < before),

    /** The ack that a client's id has had; undefined for a new one. */
    received: (id: string): { seq: number | null } | undefined =>
      sql.exec<{ seq: number | null }>('SELECT seq FROM received WHERE id = ?', id).toArray()[0],

    receive: (id: string, seq: number | null): void => {
      sql.exec('INSERT INTO received (id, seq) VALUES (?, ?)', id, seq);
    },

    queue: (turn: Pick<QueuedTurn, 'id' | 'cause' | 'causeSeq' | 'input'>): void => {
      sql.exec(
        `INSERT INTO turns (id, cause, cause_seq, input, status) VALUES (?, ?, ?, ?, 'waiting')`,
        turn.id,
        turn.cause,
        turn.causeSeq,
        JSON.stringify(turn.input),
      );
    },

    /** The oldest that waits; else the oldest that failed and may be tried again. */
    nextTurn: (now: number): QueuedTurn | undefined =>
      sql
        .exec<Row>(
          `SELECT * FROM turns WHERE status = 'waiting' OR (status = 'failed' AND not_before <= ?)
           ORDER BY status = 'failed', place LIMIT 1`,
          now,
        )
        .toArray()
        .map(readTurn)[0],

    /** When the next failed turn may be tried, milliseconds since 1970. */
    nextRetry: (): number | null =>
      sql.exec<{ at: number | null }>(`SELECT min(not_before) AS at FROM turns WHERE status = 'failed'`).one()
        .at,

    /** The one that was queued last. */
    lastTurn: (): QueuedTurn | undefined =>
      sql.exec<Row>('SELECT * FROM turns ORDER BY place DESC LIMIT 1').toArray().map(readTurn)[0],

    findTurn: (idOrCause: string): QueuedTurn | undefined =>
      sql.exec<Row>('SELECT * FROM turns WHERE id = ?1 OR cause = ?1', idOrCause).toArray().map(readTurn)[0],

    /** Counted at the start: a turn that kills its process must not be tried for ever. */
    beginTurn: (id: string): void => {
      sql.exec('UPDATE turns SET tries = tries + 1 WHERE id = ?', id);
    },

    endTurn: (id: string, status: TurnStatus, notBefore = 0): void => {
      sql.exec('UPDATE turns SET status = ?, not_before = ? WHERE id = ?', status, notBefore, id);
      if (status === 'done' || status === 'cancelled') sql.exec('DELETE FROM steps WHERE turn = ?', id);
    },

    /** Has a failed turn tried now. */
    hasten: (id: string): void => {
      sql.exec(`UPDATE turns SET status = 'waiting' WHERE id = ? AND status = 'failed'`, id);
    },

    /** Kept with the turn, whose steps go when it ends: an answer is judged once, however often it is talked about. */
    keepVerdict: (id: string, verdict: Verdict): void => {
      sql.exec(
        `UPDATE turns SET input = json_set(input, '$.verdict', json(?)) WHERE id = ?`,
        JSON.stringify(verdict),
        id,
      );
    },

    steps: (turn: string): Step[] =>
      sql
        .exec<{ data: string }>('SELECT data FROM steps WHERE turn = ? ORDER BY step', turn)
        .toArray()
        .map(({ data }) => {
          const step: Step = JSON.parse(data);
          return step;
        }),

    addStep: (turn: string, step: Step): void => {
      sql.exec(
        'INSERT INTO steps (turn, step, data) SELECT ?1, count(*), ?2 FROM steps WHERE turn = ?1',
        turn,
        JSON.stringify(step),
      );
    },

    post: (items: readonly OutboxItem[]): void => {
      for (const item of items) sql.exec('INSERT INTO outbox (item) VALUES (?)', JSON.stringify(item));
    },

    outbox: (limit: number): OutboxRow[] =>
      sql
        .exec<{ place: number; item: string }>('SELECT place, item FROM outbox ORDER BY place LIMIT ?', limit)
        .toArray()
        .map(({ place, item }) => {
          const read: OutboxItem = JSON.parse(item);
          return { place, item: read };
        }),

    unpost: (places: readonly number[]): void => {
      for (const place of places) sql.exec('DELETE FROM outbox WHERE place = ?', place);
    },
  };
}

function readEvent({ seq, event, data }: { seq: number; event: string; data: string }): StoredEvent {
  const stored: StoredEvent = JSON.parse(`{"event":${JSON.stringify(event)},"seq":${seq},"data":${data}}`);
  return stored;
}

function readTurn({ id, cause, cause_seq, input, status, tries, not_before }: Row): QueuedTurn {
  const turn: QueuedTurn = JSON.parse(
    `{"id":${JSON.stringify(id)},"cause":${JSON.stringify(cause)},"status":${JSON.stringify(status)},"input":${input}}`,
  );
  return { ...turn, causeSeq: cause_seq, tries, notBefore: not_before };
}
