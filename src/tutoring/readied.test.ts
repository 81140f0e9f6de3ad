import { expect, test } from 'vitest';
import { makeLesson, makeNeeds, makeQuestion, scripted } from '../../dev/test-lesson.ts';
import type { ChatMessage } from '../models/port.ts';
import type { Effect } from './effects.ts';
import type { Lesson } from './lesson.ts';
import { openReadied } from './readied.ts';
import type { QueuedTurn } from './turn-queue.ts';

const START = Date.parse('2026-11-28T12:00:00Z');

/** A session whose next question is made ready; what it is asked is noted, and nobody answers. */
function session(begin: Lesson = makeLesson()) {
  const held = { lesson: begin, seq: 2, at: START };
  const told: { messages: readonly ChatMessage[]; tools: string[] }[] = [];
  const words: string[] = [];
  const readied = openReadied({
    log: () => ({
      lesson: () => held.lesson,
      lastSeq: () => held.seq,
      messagesBetween: () => [{ seq: 1, role: 'user', content: 'Earlier words.' }],
    }),
    now: () => new Date(held.at),
    turnNeeds: () => ({
      ...makeNeeds(scripted([]).streamChat),
      readyChat: async ({ messages, tools }) => {
        told.push({ messages, tools: tools.map(({ name }) => name) });
        return async (said) => {
          words.push(said);
          return null;
        };
      },
    }),
  });
  return { held, told, words, ...readied };
}

const message: QueuedTurn['input'] = { kind: 'message', words: 'Why?', answers: null, verdict: null };

test('holds all that the model is told but the words, and asks with them once', async () => {
  const { told, words, prepare, ask, held } = session();
  await prepare();
  await prepare();
  expect(told).toHaveLength(1);
  expect(told[0]?.messages.map(({ role }) => role)).toEqual(['system', 'user']);
  expect(told[0]?.messages[1]?.content).toBe('Earlier words.');
  expect(told[0]?.tools).toContain('search_nuggets');
  expect(ask(message, [])?.lesson).toBe(held.lesson);
  expect(words).toEqual(['Why?']);
  expect(ask(message, [])).toBeNull();
});

const changes: Record<string, (held: ReturnType<typeof session>['held']) => void> = {
  'another pack, mastery, question or setting': (held) => {
    held.lesson = { ...held.lesson };
  },
  'another event': (held) => {
    held.seq += 1;
  },
  'more than ten minutes': (held) => {
    held.at += 10 * 60_000;
  },
};

for (const [change, happen] of Object.entries(changes))
  test(`is not asked after ${change}, and made anew`, async () => {
    const { held, told, words, prepare, ask } = session();
    await prepare();
    happen(held);
    expect(ask(message, [])).toBeNull();
    expect(words).toEqual([]);
    await prepare();
    expect(told).toHaveLength(2);
    expect(ask(message, [])).not.toBeNull();
  });

const climbs: Effect = { kind: 'climb', questionId: 'q', attempted: false };

test('is not asked where more than an answer is due', async () => {
  const { words, prepare, ask } = session();
  await prepare();
  expect(ask(message, [climbs])).toBeNull();
  expect(ask({ ...message, answers: makeQuestion() }, [])).toBeNull();
  expect(ask({ ...message, replaces: 'an answer' }, [])).toBeNull();
  expect(words).toEqual([]);
});

test('is made without tools where the session is over: then nobody asks', async () => {
  const none = session();
  none.held.lesson = makeLesson({
    session: { ...makeLesson().session, completedAt: '2026-11-28T11:00:00Z' },
  });
  await none.prepare();
  expect(none.told[0]?.tools).toEqual([]);
});
