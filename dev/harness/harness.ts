/**
 * Plays lessons against the real runtime while their wires are cut, their objects ended and the whole process killed, and
 * counts what got lost, came twice or came in the wrong place. The same seed cuts at the same places.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { openDatabases } from '../../src/base/db.ts';
import { OrganizationId } from '../../src/base/ids.ts';
import { type Api, apiOf } from '../api.ts';
import { migrateDatabase } from '../migrate.ts';
import { startPostgres } from '../postgres.ts';
import { publishReef, type Reef } from '../reef.ts';
import { audit, type Counts, type Done, isReply, NOTHING, NOTHING_DONE } from './audit.ts';
import { type Device, openDevice } from './device.ts';
import { ASKED, startHarnessModel } from './model.ts';
import { type Product, startProduct } from './product.ts';
import { type BrittleWire, brittleWire, databaseGate } from './wires.ts';

export type Plan = { seed: number; lessons: number; cuts: number; evictions: number; kills: number };

/** mulberry32: small, seeded, good enough to choose where to cut. */
export function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const SECRETS = {
  JWT_SECRET: 'a secret for the harness only, thirty-two characters',
  ENCRYPTION_KEY: '11'.repeat(32),
  OPERATOR_TOKEN: 'an operator for the harness',
  RATE_LIMITS: 'requests=1000000,uploads=10000,models=1000000,logins=100000',
};

const Registered = z.object({ token: z.string(), user: z.object({ organizationId: OrganizationId }) });
const Begun = z.object({ id: z.string() });

export type Stage = {
  product: Product;
  reef: Reef;
  learner: Api;
  organizationId: OrganizationId;
  rows: (query: string) => Promise<Record<string, unknown>[]>;
  setDatabaseOpen: (open: boolean) => void;
  databaseQueries: () => number;
  modelRequests: () => number;
  close: () => Promise<void>;
};

/** Sets the stage: Postgres behind a gate, the model, the edge, an organization with a small library. */
export async function openStage(paceMs: number): Promise<Stage> {
  const postgres = await startPostgres();
  await migrateDatabase(postgres.url);
  const gate = await databaseGate(postgres.url);
  const model = await startHarnessModel(paceMs);
  const product = await startProduct('dev/harness/edge.ts', {
    ...SECRETS,
    DATABASE_URL: gate.url,
    OPENAI_API_KEY: 'harness',
    OPENAI_BASE_URL: model.url,
  });
  const answer = await fetch(`${product.url}/api/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email: `${randomUUID()}@harness.test`,
      password: 'a long password',
      name: 'Hana',
      organizationName: 'Harness',
    }),
  });
  const { token, user } = Registered.parse(await answer.json());
  const { system } = openDatabases(postgres.url);
  const reef = await publishReef(system, user.organizationId, null);
  return {
    product,
    reef,
    learner: apiOf(product.url, token),
    organizationId: user.organizationId,
    rows: async (query) => (await postgres.database.query<Record<string, unknown>>(query)).rows,
    setDatabaseOpen: gate.setOpen,
    databaseQueries: gate.queries,
    modelRequests: model.requests,
    close: async () => {
      await product.close();
      await Promise.all([model.close(), gate.close()]);
      await postgres.close();
    },
  };
}

export const beginLesson = async ({ learner, reef }: Stage): Promise<string> =>
  Begun.parse(await learner.post('/api/learning/sessions', { nuggetId: reef.nuggetIds[0] })).id;

/** Several things at once, the last first: none waits for another's ack. */
async function burst(device: Device, n: number, done: Done): Promise<void> {
  const before = device.events.at(-1)?.seq ?? 0;
  const ids = [randomUUID(), randomUUID(), randomUUID()];
  await Promise.all(
    ids.toReversed().map((id, i) => device.send('session:message', { content: `#${n}.${3 - i} tell` }, id)),
  );
  done.messages.push(...ids);
  done.turned += ids.length - 1;
  await device.until(
    () => device.events.filter((event) => event.seq > before && isReply(event)).length >= ids.length,
    'the answers to three at once',
  );
}

/** One thing after the other, as a person does; each awaited until it has its answer. */
export async function act(
  device: Device,
  reef: Reef,
  n: number,
  done: Done,
  random: () => number,
): Promise<void> {
  const id = randomUUID();
  const twice = () => {
    if (random() < 0.3) device.again(id);
  };
  const say = async (content: string) => {
    const seq = await device.send('session:message', { content }, id);
    twice();
    done.messages.push(id);
    return device.until((event) => event.seq > seq && isReply(event), `the answer to ${content}`);
  };
  const kind = random();
  if (kind < 0.1) await burst(device, n, done);
  else if (kind < 0.4) await say(`#${n} tell`);
  else if (kind < 0.6) {
    await say(`#${n} move ${reef.nuggetIds[n % 3]}`);
    done.moves += 1;
  } else if (kind < 0.8) {
    const reply = await say(`#${n} ask`);
    done.asks += 1;
    const asked = device.events.findLast(({ event, seq }) => event === 'session:question' && seq < reply.seq);
    const answerId = randomUUID();
    const seq = await device.send(
      'session:answer',
      { questionId: asked?.data['questionId'], answer: ASKED.answer },
      answerId,
    );
    if (random() < 0.3) device.again(answerId);
    done.messages.push(answerId);
    done.answers += 1;
    await device.until((event) => event.seq > seq && isReply(event), 'the answer to an answer');
  } else {
    const node = device.events.findLast(({ event }) => event === 'session:node:updated');
    const { choices } = z
      .object({ choices: z.array(z.object({ id: z.string() })) })
      .parse(node?.data['node']);
    const choiceId = choices[Math.floor(random() * choices.length)]?.id;
    const moved = await device.send('session:choice', { choiceId }, id);
    twice();
    done.choices += 1;
    await device.until(({ seq }) => seq === moved, 'the node that was chosen');
  }
}

/** Plays until all that was planned has broken, then lets everything come to rest and counts. */
export async function playHarness(stage: Stage, plan: Plan): Promise<Counts> {
  const random = randomOf(plan.seed);
  const wire = await brittleWire(stage.product.port, () => 300 + Math.floor(random() * 9000));
  const counts: Counts = { ...NOTHING };
  const lessons = await Promise.all(
    Array.from({ length: plan.lessons }, async (_, i) => {
      const id = await beginLesson(stage);
      const own = randomOf(plan.seed * 1000 + i);
      const device = openDevice(
        () => `ws://127.0.0.1:${wire.port}/api/learning/sessions/${id}/ws`,
        stage.learner.token,
        own,
      );
      const done: Done = { ...NOTHING_DONE, messages: [] };
      return { id, device, done, own };
    }),
  );
  const isOver = () =>
    wire.cuts() >= plan.cuts && counts.evictions >= plan.evictions && counts.kills >= plan.kills;
  const playing = lessons.map(async ({ device, done, own }) => {
    await device.until(() => true, 'the first event');
    for (let n = 1; !isOver(); n++) await act(device, stage.reef, n, done, own);
  });
  await Promise.all([...playing, breakThings(stage, wire, plan, { counts, lessons, random, isOver })]).catch(
    (thrown) => {
      const broken = `after ${wire.cuts()} cuts, ${counts.evictions} evictions and ${counts.kills} kills`;
      throw new Error(`${broken}: ${thrown}; the runtime said: ${stage.product.said().slice(-6000)}`);
    },
  );
  wire.mend();
  for (const { id, device, done } of lessons) {
    const { events, wrong } = device;
    counts.gaps += wrong.gaps;
    counts.doubled += wrong.doubled;
    counts.changed += wrong.changed + wrong.acksMoved;
    counts.sentTwice += device.sentTwice();
    counts.reordered += device.reordered();
    counts.reconnects += device.reconnects();
    device.close();
    const fresh = openDevice(
      () => `${stage.product.url.replace('http', 'ws')}/api/learning/sessions/${id}/ws`,
      stage.learner.token,
      random,
    );
    await fresh.until(({ seq }) => seq === events.at(-1)?.seq, 'the whole log');
    fresh.close();
    // What the device gathered piece by piece is what the log tells in one.
    counts.changed += events.filter(
      (event, i) => JSON.stringify(event) !== JSON.stringify(fresh.events[i]),
    ).length;
    counts.reordered += done.turned;
    await audit(stage, id, fresh.events, done, counts);
  }
  counts.cuts = wire.cuts();
  wire.close();
  return counts;
}

type Breaking = { counts: Counts; lessons: { id: string }[]; random: () => number; isOver: () => boolean };

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));

/** Spreads evictions and kills over the time that the cuts take. */
async function breakThings(
  stage: Stage,
  wire: BrittleWire,
  plan: Plan,
  { counts, lessons, random, isOver }: Breaking,
): Promise<void> {
  while (!isOver()) {
    await pause(50 + random() * 250);
    const share = Math.min(1, wire.cuts() / plan.cuts);
    if (counts.kills < plan.kills && counts.kills <= share * plan.kills) {
      await stage.product.kill();
      counts.kills += 1;
      await stage.product.start();
    } else if (counts.evictions < plan.evictions && counts.evictions <= share * plan.evictions) {
      const { id = '' } = lessons[Math.floor(random() * lessons.length)] ?? {};
      const name = encodeURIComponent(`${stage.organizationId}/${id}`);
      await fetch(`${stage.product.url}/evict/${name}`).catch(() => undefined);
      counts.evictions += 1;
    }
  }
}
