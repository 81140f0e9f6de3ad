/**
 * The session's log in the object's SQLite: durable events numbered without gaps, the client's ids with their acks,
 * the queue of turns with their stored steps, the lesson, and the outbox. Everything is written before it is sent.
 */
import type { OutboxItem } from './effects.ts';
import type { Lesson } from './lesson.ts';
import { migrateLog } from './log-tables.ts';
import { type Remembered, standing } from './memory.ts';
import type { DurableEvent, MessageData, ProgressData, StoredEvent } from './protocol.ts';
import type { SessionSummary } from './summary.ts';
import { openTurnQueue } from './turn-queue.ts';

export type OutboxRow = { place: number; item: OutboxItem };

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
  /** Read when first asked for; every turn asks. */
  let asked: string[] | null = null;

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
      asked = null;
      last = Number(sql.exec<{ seq: number }>('SELECT coalesce(max(seq), 0) AS seq FROM events').one().seq);
      throw thrown;
    }
  }

  /** Ids of the questions put so far. */
  function askedQuestions(): readonly string[] {
    asked ??= sql
      .exec<{ id: string }>(
        `SELECT json_extract(data, '$.questionId') AS id FROM events WHERE event = 'session:question'`,
      )
      .toArray()
      .map(({ id }) => id);
    return asked;
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
      if (event.event === 'session:question') asked = [...askedQuestions(), event.data.questionId];
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

    askedQuestions,

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

    ...openTurnQueue(sql),

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
