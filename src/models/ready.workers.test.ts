import { createExecutionContext, env, waitOnExecutionContext } from 'cloudflare:test';
import { beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { heard, newModel, script } from '../../dev/test-models.ts';
import { signUp, type TestPerson } from '../../dev/test-people.ts';
import { edgeDeps } from '../app/deps.ts';
import { freshSettings, modelsOf } from '../app/models.ts';
import type { ChatEvent, ReadyRequest, Tool } from './port.ts';
import { usageEvents } from './tables.ts';

let admin: TestPerson;
let model: string;

beforeEach(async () => {
  admin = await signUp();
  model = newModel();
  await admin.ask('/api/admin/settings/ai-models', { method: 'PUT', json: { tutoringModel: model } });
});

/** As a lesson holds its settings: the same until `renew` is called. */
async function started() {
  const context = createExecutionContext();
  const deps = edgeDeps(env, context);
  const caller = {
    organizationId: admin.organizationId,
    learnerId: admin.learnerId,
    task: 'tutoring' as const,
  };
  let held = await freshSettings(deps)(caller);
  const models = modelsOf(deps, { settings: async () => held });
  const renew = async () => {
    held = await freshSettings(deps)(caller);
  };
  return { deps, models, caller, renew, settled: () => waitOnExecutionContext(context) };
}

const tool = (ran: unknown[]): Tool => ({
  name: 'look_up',
  description: 'Looks a word up.',
  parameters: z.object({ word: z.string() }),
  run: async (input) => {
    ran.push(input);
    return 'found';
  },
});

const BEFORE: ReadyRequest['messages'] = [
  { role: 'system', content: 'You are “the” tutor.' },
  { role: 'user', content: 'Hello' },
  { role: 'assistant', content: 'Hi.' },
];

const WORDS = 'What is a "nugget"?\n\\ “é” 🪸';

async function collect(events: AsyncIterable<ChatEvent>): Promise<string> {
  let text = '';
  for await (const event of events) if (event.type === 'text') text += event.text;
  return text;
}

const follow = (ran: unknown[] = []) => ({
  tools: [tool(ran)],
  maxRounds: 3,
  signal: new AbortController().signal,
});

/** Until the provider has heard so many requests. */
async function asked(count: number) {
  for (;;) {
    const requests = (await heard(model)).filter(({ path }) => path.endsWith('/completions'));
    if (requests.length >= count) return requests;
    await new Promise((later) => setTimeout(later, 20));
  }
}

test('a readied question leaves with its words, is followed by the runner, and is asked once', async () => {
  await script(model, { calls: [{ name: 'look_up', arguments: { word: 'a' } }] }, { text: 'A small piece.' });
  const { deps, models, caller, settled } = await started();
  const ready = await models.readyChat({ caller, messages: BEFORE, tools: [tool([])] });
  expect(await heard(model)).toEqual([]);
  const chat = await ready?.(WORDS);
  await asked(1);
  const ran: unknown[] = [];
  expect(chat && (await collect(chat.stream(follow(ran))))).toBe('A small piece.');
  chat?.drop();
  expect(ran).toEqual([{ word: 'a' }]);
  const requests = await asked(2);
  expect(requests).toHaveLength(2);
  expect(requests.map(({ aborted }) => aborted)).toEqual([false, false]);
  await settled();
  const usage = await deps.databases.forOrganization(admin.organizationId).sql.select().from(usageEvents);
  expect(usage).toHaveLength(1);
});

test('it is, byte for byte, what would have been asked', async () => {
  await script(model, { text: 'Yes.' });
  const { models, caller } = await started();
  const ready = await models.readyChat({ caller, messages: BEFORE, tools: [tool([])] });
  const chat = await ready?.(WORDS);
  expect(chat && (await collect(chat.stream(follow())))).toBe('Yes.');
  const messages = [...BEFORE, { role: 'user' as const, content: WORDS }];
  expect(chat?.messages).toEqual(messages);
  await collect(models.streamChat({ ...follow(), caller, messages }));
  const [first, second] = await asked(2);
  expect(first?.body).toEqual(second?.body);
  expect(first?.headers).toEqual(second?.headers);
});

test('one that nobody follows is taken back', async () => {
  await script(model, { stall: 1, text: 'Slowly, very slowly.' });
  const { models, caller } = await started();
  const ready = await models.readyChat({ caller, messages: BEFORE, tools: [tool([])] });
  const chat = await ready?.(WORDS);
  await asked(1);
  chat?.drop();
  await vi.waitFor(async () => expect(await asked(1)).toMatchObject([{ aborted: true }]), 5000);
});

test('a provider that refuses it is asked again by the runner', async () => {
  await script(model, { status: 503 }, { text: 'Now.' });
  const { models, caller } = await started();
  const ready = await models.readyChat({ caller, messages: BEFORE, tools: [tool([])] });
  const chat = await ready?.(WORDS);
  expect(chat && (await collect(chat.stream(follow())))).toBe('Now.');
  expect(await asked(2)).toHaveLength(2);
});

test('it does not hold any more when settings have changed, and without tools there is none', async () => {
  const { models, caller, renew } = await started();
  expect(await models.readyChat({ caller, messages: BEFORE, tools: [] })).toBeNull();
  const ready = await models.readyChat({ caller, messages: BEFORE, tools: [tool([])] });
  await renew();
  expect(await ready?.(WORDS)).toBeNull();
  expect(await heard(model)).toEqual([]);
});
