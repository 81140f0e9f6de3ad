/**
 * What a lesson adds to its model: milliseconds from the learner's words to the model's ear, from the model's first word to
 * the learner's first, and from last to last; beside a bare relay and cloudflare/agents' chat agent, in one workerd, one run.
 * The model is paced, and sessions begin spread out, so that what is measured is what is added and not a queue; subjects take
 * turns within a run, so that whatever else the machine does falls on all of them. Prints a table, ratios, and one line of JSON.
 *
 * Run: npx tsx bench/lesson.ts [--sessions 1,50,500] [--subjects 'nuggets,bare relay']
 */
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { startServer } from '../dev/child.ts';
import { publishReef } from '../dev/reef.ts';
import { openDatabases } from '../src/base/db.ts';
import { OrganizationId } from '../src/base/ids.ts';
import { type Line, openAgent, openLesson, openRelay } from './lesson/lines.ts';
import { startPacedModel } from './lesson/model.ts';
import { startRuntime } from './lesson/runtime.ts';
import { randomFrom } from './random.ts';

const { values } = parseArgs({
  options: { sessions: { type: 'string', default: '1,50,500' }, subjects: { type: 'string' } },
});
const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

const model = await startPacedModel();
const database = await startServer(new URL('./lesson/database.ts', import.meta.url));
const Told = z.object({ url: z.string(), counted: z.string(), queries: z.number() });
const askDatabase = async () => Told.parse(await (await fetch(database.url)).json());
const { url: databaseUrl, counted } = await askDatabase();
const runtime = await startRuntime(
  {
    DATABASE_URL: counted,
    OPENAI_API_KEY: 'bench',
    OPENAI_BASE_URL: model.url,
    JWT_SECRET: 'a secret for the bench only, thirty-two characters',
    ENCRYPTION_KEY: '11'.repeat(32),
    OPERATOR_TOKEN: 'an operator for the bench',
    RATE_LIMITS: 'requests=1000000,uploads=10000,models=1000000,logins=100000',
  },
  model.url,
);

async function post(path: string, body: object, token?: string): Promise<unknown> {
  const response = await fetch(`${runtime.edge}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

const { token, user } = z
  .object({ token: z.string(), user: z.object({ organizationId: OrganizationId }) })
  .parse(
    await post('/api/auth/register', {
      email: 'bench@bench.test',
      password: 'a long password',
      name: 'Ben',
      organizationName: 'Bench',
    }),
  );
const reef = await publishReef(openDatabases(databaseUrl).system, user.organizationId, null);
const Begun = z.object({ id: z.string() });

const known: Record<string, () => Promise<Line>> = {
  'bare relay': () => openRelay(runtime.relay),
  'relay, stores': () => openRelay(runtime.relay, 'store/'),
  ...(runtime.agent === undefined ? {} : { 'chat agent': () => openAgent(runtime.agent ?? '') }),
  nuggets: async () => {
    const { id } = Begun.parse(await post('/api/learning/sessions', { nuggetId: reef.nuggetIds[0] }, token));
    return openLesson(runtime.edge, id, token);
  },
};
const wanted = values.subjects?.split(',');
const subjects = Object.fromEntries(
  Object.entries(known).filter(([name]) => wanted === undefined || wanted.includes(name)),
);
if (runtime.agent === undefined)
  console.error(
    'The chat agent is left out: its packages could not be installed (npm ci in bench/lesson/peer).',
  );

type Added = { asking: number; first: number; last: number };
let turn = 0;

async function ask(line: Line): Promise<Added> {
  const mine = ++turn;
  const heard = await line.ask(`What do polyps build on? #t${mine}#`);
  const spoken = model.spoken(mine);
  if (spoken === undefined) throw new Error('the model was not asked');
  return {
    asking: spoken.asked - heard.sent,
    first: heard.first - spoken.first,
    last: heard.last - spoken.last,
  };
}

const queriesSoFar = async (): Promise<number> => (await askDatabase()).queries;

/** Until Postgres has been left alone for a while: what went before has come to rest. */
async function rest(): Promise<void> {
  for (let before = -1, now = await queriesSoFar(); before !== now; now = await queriesSoFar()) {
    before = now;
    await pause(150);
  }
}

/** Turns that are not measured: code that ran a few times only is slower than a service that has been up for a minute. */
const WARM_UP = 30;
const ALONE = 30;
/** Within this time after an answer a lesson begins what waits for Postgres (`lend.ts`); the next subject comes after that. */
const CALM_MS = 400;
/** Turns of one conversation: longer ones are summarised, which is another matter. */
const PER_LINE = 10;

/** One session at a time, the subjects taking turns, each turn from rest. Counts queries before the first word. */
async function alone(): Promise<{ added: Record<string, Added[]>; queries: number }> {
  model.setPace({ tokens: 10, everyMs: 20 });
  const added: Record<string, Added[]> = {};
  let queries = 0;
  let lines: [string, Line][] = [];
  for (let i = -WARM_UP; i < ALONE; i++) {
    if (i % PER_LINE === 0) {
      for (const [, line] of lines) line.close();
      lines = await Promise.all(
        Object.entries(subjects).map(async ([name, open]): Promise<[string, Line]> => [name, await open()]),
      );
    }
    for (const [name, line] of lines) {
      if (i < 0) {
        await ask(line);
        continue;
      }
      await rest();
      const before = await queriesSoFar();
      const watched = pause(40).then(async () => (await queriesSoFar()) - before);
      const one = await ask(line);
      // The model thinks for longer than that: nothing is settled yet.
      if (name === 'nuggets') {
        queries += await watched;
        await pause(CALM_MS);
      }
      added[name] = [...(added[name] ?? []), one];
    }
  }
  for (const [, line] of lines) line.close();
  return { added, queries };
}

const TOKENS = 6;
/** Over all sessions: 500 learners who write once a minute. Closer together, one would measure the queue before one core. */
const TURNS_A_SECOND = 8;

/** Many sessions at once: every subject's stay open, and the subjects take turns, a turn in each of their sessions. */
async function together(sessions: number): Promise<Record<string, Added[]>> {
  const everyMs = Math.max(20, (1000 * sessions) / (TURNS_A_SECOND * TOKENS));
  model.setPace({ tokens: TOKENS, everyMs });
  const open = new Map<string, Line[]>();
  for (const [name, openOne] of Object.entries(subjects)) {
    const lines: Line[] = [];
    for (let i = 0; i < sessions; i += 10)
      lines.push(...(await Promise.all(Array.from({ length: Math.min(10, sessions - i) }, openOne))));
    open.set(name, lines);
  }
  // The same moments for every subject, and no beat in which one's last word would always meet another's first.
  const lap = (lines: readonly Line[], round: number): Promise<Added[]> => {
    const random = randomFrom(sessions + round);
    const all = lines.map(async (line) => {
      await pause(random() * TOKENS * everyMs);
      return ask(line);
    });
    return Promise.all(all);
  };
  const added: Record<string, Added[]> = {};
  for (let round = 0; round < Math.max(1, Math.ceil(200 / sessions)); round++) {
    for (const [name, lines] of open) {
      await rest();
      // A lap that is not measured: the learners of all subjects are in the midst of writing, none comes back from a break
      // in which the others had their turn.
      await lap(lines, round);
      added[name] = [...(added[name] ?? []), ...(await lap(lines, round))];
      await pause(CALM_MS);
    }
  }
  for (const line of [...open.values()].flat()) line.close();
  return added;
}

const quantile = (list: readonly number[], q: number): number =>
  list.toSorted((a, b) => a - b)[Math.min(list.length - 1, Math.floor(q * list.length))] ?? Number.NaN;

type Row = { sessions: number; subject: string; turns: number; p50: Added; p95: Added };

const rowsOf = (sessions: number, added: Record<string, Added[]>): Row[] =>
  Object.entries(added).map(([subject, turns]) => {
    const at = (q: number): Added => ({
      asking: quantile(
        turns.map(({ asking }) => asking),
        q,
      ),
      first: quantile(
        turns.map(({ first }) => first),
        q,
      ),
      last: quantile(
        turns.map(({ last }) => last),
        q,
      ),
    });
    return { sessions, subject, turns: turns.length, p50: at(0.5), p95: at(0.95) };
  });

const ms = (n: number) => n.toFixed(1).padStart(7);
const lineOf = ({ sessions, subject, turns, p50, p95 }: Row): string =>
  `${String(sessions).padStart(4)} × ${subject.padEnd(13)} ${String(turns).padStart(4)} turns` +
  (['asking', 'first', 'last'] as const).map((key) => `   ${ms(p50[key])} (${ms(p95[key])})`).join('');

type Ratio = { sessions: number; beside: string } & Added;

/** The lesson's p50 in multiples of each other subject's. */
function ratiosOf(measured: readonly Row[]): Ratio[] {
  const mine = measured.find(({ subject }) => subject === 'nuggets');
  if (mine === undefined) return [];
  return measured
    .filter((row) => row !== mine)
    .map(({ sessions, subject, p50 }) => ({
      sessions,
      beside: subject,
      asking: mine.p50.asking / p50.asking,
      first: mine.p50.first / p50.first,
      last: mine.p50.last / p50.last,
    }));
}

const ratioLine = ({ sessions, beside, asking, first, last }: Ratio): string =>
  `${String(sessions).padStart(4)} × nuggets / ${beside.padEnd(13)}` +
  [asking, first, last].map((ratio) => `   ${ratio.toFixed(2).padStart(7)}×        `).join('');

const rows: Row[] = [];
const ratios: Ratio[] = [];
let queriesBeforeFirstWord: number | undefined;
console.log('milliseconds added, p50 (p95)        before the model    first to first       last to last');
for (const sessions of values.sessions.split(',').map(Number)) {
  const one = sessions === 1 ? await alone() : { added: await together(sessions), queries: undefined };
  const measured = rowsOf(sessions, one.added);
  const beside = ratiosOf(measured);
  // Told as it goes: the many take their time.
  for (const line of [...measured.map(lineOf), ...beside.map(ratioLine)]) console.log(line);
  queriesBeforeFirstWord ??= one.queries;
  rows.push(...measured);
  ratios.push(...beside);
}
if (queriesBeforeFirstWord !== undefined)
  console.log(`Postgres queries before the first word: ${queriesBeforeFirstWord}`);
await runtime.close();
await Promise.all([model.close(), database.stop()]);
console.log(JSON.stringify({ rows, ratios, queriesBeforeFirstWord }));
