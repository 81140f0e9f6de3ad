/** The queue of turns in the session's SQLite: what is to be answered, how far each has come, when it may be tried again. */
import type { Verdict } from './judge.ts';
import type { LiveQuestion } from './lesson.ts';
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

type Row = {
  id: string;
  cause: string;
  cause_seq: number;
  input: string;
  status: string;
  tries: number;
  not_before: number;
};

export function openTurnQueue(sql: Pick<SqlStorage, 'exec'>) {
  return {
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
  };
}

function readTurn({ id, cause, cause_seq, input, status, tries, not_before }: Row): QueuedTurn {
  const turn: QueuedTurn = JSON.parse(
    `{"id":${JSON.stringify(id)},"cause":${JSON.stringify(cause)},"status":${JSON.stringify(status)},"input":${input}}`,
  );
  return { ...turn, causeSeq: cause_seq, tries, notBefore: not_before };
}
