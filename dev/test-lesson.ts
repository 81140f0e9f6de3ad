/** A lesson about coral reefs and a model that says what it is told to: what tests of a turn begin with. */
import { z } from 'zod';
import {
  ConceptId,
  contentId,
  LearnerId,
  MessageId,
  NodeId,
  NuggetId,
  OrganizationId,
  SessionId,
} from '../src/base/ids.ts';
import { DEFAULT_POPULATION } from '../src/learning/population.ts';
import { emptyLearner } from '../src/learning/project.ts';
import type { ChatEvent, ChatRequest, Models, ToolCallMessage } from '../src/models/port.ts';
import { resolveSettings } from '../src/settings/resolve.ts';
import type { Lesson, LessonNode, LiveQuestion, Passage } from '../src/tutoring/lesson.ts';
import type { TurnFrame, TurnInput, TurnNeeds } from '../src/tutoring/turn.ts';

export const NOW = new Date('2026-03-01T10:00:00.000Z');
const organizationId = contentId(OrganizationId, 'test');
export const conceptId = contentId(ConceptId, 'polyps');

const TEXTS = [
  'Living polyps build on the skeletons of dead ones. A reef grows about 1 centimetre a year. Corals do not like cold water.',
  'Warm water makes corals lose their algae. This is called bleaching. A bleached coral may recover within 10 years.',
  'Fish graze on the algae that would smother young corals.',
];

export const passages: Passage[] = TEXTS.map((text, i) => ({
  nuggetId: contentId(NuggetId, 'reef', i),
  documentId: contentId(z.uuid(), 'document'),
  title: 'Coral reefs',
  page: i + 1,
  lastPage: i + 1,
  headings: ['Reefs', `Part ${i + 1}`],
  text,
  pagesKey: 'pages',
}));

export const nodes: LessonNode[] = passages.map(({ nuggetId, text }, i) => ({
  nodeId: contentId(NodeId, 'reef', i),
  view: {
    id: contentId(NodeId, 'reef', i),
    nugget: {
      id: nuggetId,
      organizationId,
      documentId: contentId(z.uuid(), 'document'),
      title: `Part ${i + 1}`,
      content: text,
      status: 'ready',
      publishedAt: NOW.toISOString(),
      metadata: null,
      slides: [],
      imageUrl: i === 0 ? '/api/media/reef.png' : null,
      imageAlt: 'A reef',
      images: [],
      audioUrl: null,
      version: 1,
      position: i,
      sources: [],
      createdAt: NOW.toISOString(),
      updatedAt: NOW.toISOString(),
    },
    choices: [
      {
        id: `go-${i + 1}`,
        text: `On to part ${i + 2}`,
        nextNodeId: contentId(NodeId, 'reef', i + 1),
        revealsGap: [conceptId],
        confirmsMastery: [],
      },
    ],
  },
}));

const first = <T>(items: readonly T[]): T => {
  const [item] = items;
  if (item === undefined) throw new Error('none');
  return item;
};

export const makeLesson = (over: Partial<Lesson> = {}): Lesson => ({
  session: {
    id: contentId(SessionId, 'test'),
    learnerId: contentId(LearnerId, 'test'),
    organizationId,
    mode: 'text',
    goal: null,
    topic: null,
    startedAt: NOW.toISOString(),
    lastActivity: NOW.toISOString(),
    completedAt: null,
  },
  learner: {
    name: 'Lea',
    profile: null,
    population: DEFAULT_POPULATION,
    state: emptyLearner(DEFAULT_POPULATION),
  },
  node: first(nodes),
  question: null,
  path: [],
  memory: null,
  settings: resolveSettings([]),
  pack: {
    passages: passages.slice(0, 2),
    neighbours: nodes.slice(1),
    plan: [],
    concepts: [{ id: conceptId, name: 'polyps', aliases: ['coral polyp'] }],
  },
  ...over,
});

export const makeQuestion = (over: Partial<LiveQuestion> = {}): LiveQuestion => ({
  id: contentId(z.uuid(), 'question'),
  kind: 'open',
  question: 'On what do living polyps build?',
  options: [],
  answer: 'On the skeletons of dead polyps',
  rubric: null,
  quote: 'Living polyps build on the skeletons of dead ones.',
  conceptId,
  concept: 'polyps',
  nuggetId: first(passages).nuggetId,
  rung: 0,
  attempts: 0,
  ...over,
});

export type Said = {
  text?: readonly string[];
  calls?: readonly { name: string; arguments: unknown }[];
  fail?: Error;
  stall?: true;
};

/** A model that plays rounds one after the other; each request begins where the last broke off. Notes what it was asked. */
export function scripted(rounds: readonly Said[]): {
  streamChat: Models['streamChat'];
  asked: ChatRequest[];
} {
  const asked: ChatRequest[] = [];
  let next = 0;
  async function* streamChat(request: ChatRequest): AsyncGenerator<ChatEvent> {
    asked.push(request);
    for (let round = request.firstRound ?? 0; ; round++) {
      const said = rounds[Math.min(next++, rounds.length - 1)] ?? {};
      for (const text of said.text ?? []) yield { type: 'text', text };
      if (said.fail !== undefined) throw said.fail;
      if (said.stall === true) await new Promise(() => undefined);
      if (said.calls === undefined) return yield { type: 'end', finish: 'stop' };
      const calls: ToolCallMessage[] = said.calls.map(({ name, arguments: args }, i) => ({
        id: `call-${round}-${i}`,
        name,
        arguments: JSON.stringify(args),
      }));
      const results = await Promise.all(
        said.calls.map(async ({ name, arguments: args }, index) => {
          const tool = request.tools.find((offered) => offered.name === name);
          return {
            toolCallId: `call-${round}-${index}`,
            content: tool === undefined ? 'No such tool.' : await tool.run(args, { round, index }),
          };
        }),
      );
      yield { type: 'round', round, text: (said.text ?? []).join(''), calls, results };
    }
  }
  return { streamChat, asked };
}

export const makeNeeds = (streamChat: Models['streamChat'], over: Partial<TurnNeeds> = {}): TurnNeeds => ({
  streamChat,
  caller: { organizationId, task: 'tutoring' },
  judge: {
    caller: { organizationId, task: 'judging' },
    complete: async ({ schema }) =>
      schema.parse({
        score: 0.4,
        confidence: 0.9,
        misconception: 'Takes sand for skeletons.',
        feedback: 'Not sand.',
      }),
  },
  search: async () => ({ passages: passages.slice(2), concepts: [] }),
  beingRead: async () => 0,
  findNugget: async (id) => {
    const node = nodes.find(({ view }) => view.nugget.id === id);
    const own = passages.filter(({ nuggetId }) => nuggetId === id);
    return node === undefined ? null : { node, found: { passages: own, concepts: [] } };
  },
  pages: async ({ page }) => [{ page, text: passages.find((passage) => passage.page === page)?.text ?? '' }],
  now: () => NOW,
  questionsOf: async () => [],
  report: () => undefined,
  sleep: () => new Promise(() => undefined),
  ...over,
});

export const makeTurn = (over: Partial<TurnInput> = {}): TurnInput => ({
  messageId: contentId(MessageId, 'turn'),
  words: 'What do polyps build on?',
  answers: null,
  verdict: null,
  asked: [],
  steps: [],
  history: [],
  summary: null,
  ...over,
});

export async function play(frames: AsyncIterable<TurnFrame>): Promise<TurnFrame[]> {
  const all: TurnFrame[] = [];
  for await (const frame of frames) all.push(frame);
  return all;
}

/** What a client shows after all deltas: each cuts what it has at its offset and goes on there. */
export const shownBy = (frames: readonly TurnFrame[]): string =>
  frames.reduce(
    (text, frame) => (frame.type === 'delta' ? text.slice(0, frame.offset) + frame.text : text),
    '',
  );
