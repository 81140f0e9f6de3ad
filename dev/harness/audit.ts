/** Counts what a lesson's log and its rows in Postgres hold, against what was done in it. */
import type { Event } from './device.ts';
import type { Stage } from './harness.ts';

export type Counts = {
  cuts: number;
  evictions: number;
  kills: number;
  reconnects: number;
  /** What learners sent: messages, answers, choices. */
  sent: number;
  sentTwice: number;
  /** Frames that went out before others which were made earlier. */
  reordered: number;
  lost: number;
  doubled: number;
  gaps: number;
  changed: number;
  unanswered: number;
  answeredTwice: number;
  /** Nodes delivered, questions asked, attempts judged: done as often as ordered. */
  effects: number;
  effectsWrong: number;
  /** Rows in Postgres that are not as in the logs. */
  rowsWrong: number;
};

export const NOTHING: Counts = {
  cuts: 0,
  evictions: 0,
  kills: 0,
  reconnects: 0,
  sent: 0,
  sentTwice: 0,
  reordered: 0,
  lost: 0,
  doubled: 0,
  gaps: 0,
  changed: 0,
  unanswered: 0,
  answeredTwice: 0,
  effects: 0,
  effectsWrong: 0,
  rowsWrong: 0,
};

/** What a learner did: the ids of what they said, and how often each thing was ordered; `turned` frames overtook others. */
export type Done = {
  messages: string[];
  moves: number;
  asks: number;
  answers: number;
  choices: number;
  turned: number;
};

export const NOTHING_DONE = { moves: 0, asks: 0, answers: 0, choices: 0, turned: 0 };

export const isReply = ({ event, data }: Event): boolean =>
  event === 'session:message' && data['role'] === 'assistant' && data['status'] !== 'failed';

/** Whether the log holds what was done, each thing once, and Postgres what the log holds. */
export async function audit(
  stage: Stage,
  sessionId: string,
  events: readonly Event[],
  done: Done,
  counts: Counts,
): Promise<void> {
  const of = (name: string) => events.filter(({ event }) => event === name);
  const messages = of('session:message');
  const said = messages
    .filter(({ data }) => data['role'] === 'user')
    .map(({ data }) => String(data['messageId']));
  const answered = new Set(messages.filter(isReply).map(({ data }) => data['messageId']));
  counts.sent += done.messages.length + done.choices;
  counts.lost += done.messages.filter((id) => !said.includes(id)).length;
  counts.doubled += said.length - new Set(said).size;
  counts.unanswered += Math.max(0, done.messages.length - answered.size);
  counts.answeredTwice += Math.max(0, messages.filter(isReply).length - done.messages.length);
  const moves = of('session:node:updated').length - 1;
  const wanted = [done.moves + done.choices, done.asks, done.answers + done.choices];
  const found = [moves, of('session:question').length, of('session:progress:updated').length];
  counts.effects += wanted.reduce((a, b) => a + b, 0);
  counts.effectsWrong += wanted.reduce((sum, n, i) => sum + Math.abs(n - (found[i] ?? 0)), 0);

  await stage.learner.get(`/api/learning/sessions/${sessionId}/messages`);
  counts.rowsWrong += await rowsWrong(stage, sessionId, events);
}

/** How many rows in Postgres are not as in the log. */
export async function rowsWrong(
  stage: Pick<Stage, 'rows'>,
  sessionId: string,
  events: readonly Event[],
): Promise<number> {
  const of = (name: string) => events.filter(({ event }) => event === name);
  const messages = of('session:message');
  const moves = of('session:node:updated').length;
  const [rows, attempts, steps] = await Promise.all([
    stage.rows(
      `select id, seq, content, status from messages where session_id = '${sessionId}' order by seq`,
    ),
    stage.rows(`select count(*)::int as n from attempts where session_id = '${sessionId}'`),
    stage.rows(`select count(*)::int as n from session_nodes where session_id = '${sessionId}'`),
  ]);
  const latest = [
    ...new Map(
      messages.map(({ seq, data }) => [
        data['messageId'],
        { id: data['messageId'], seq, content: data['content'], status: data['status'] },
      ]),
    ).values(),
  ].sort((a, b) => a.seq - b.seq);
  const asLogged = (row: Record<string, unknown>, i: number) =>
    JSON.stringify({
      id: row['id'],
      seq: Number(row['seq']),
      content: row['content'],
      status: row['status'],
    }) === JSON.stringify(latest[i]);
  return (
    Math.abs(rows.length - latest.length) +
    rows.filter((row, i) => !asLogged(row, i)).length +
    Math.abs(Number(attempts[0]?.['n']) - of('session:progress:updated').length) +
    Math.abs(Number(steps[0]?.['n']) - moves)
  );
}
