import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { writeWav } from '../dev/models/wav.ts';
import { message, type Staged } from './stage.ts';

/** A lesson on reefs for a socket that the test plays, and what the server would give beside it. */

export const uuid = (n: number) => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const DOCUMENT = uuid(900);
export const QUOTE = 'a healthy reef builds upward faster than its foundation sinks';
const PAGE = `Growth against subsidence\n\nSo long as the crest stays in the light, ${QUOTE}, and it slows only at the surface.`;

export const citation = (n: number, over: object = {}) => ({
  n,
  nuggetId: uuid(700),
  documentId: DOCUMENT,
  title: 'A field primer on reefs',
  page: 7,
  headings: ['Growth'],
  quote: QUOTE,
  ...over,
});

/** A quarter of a second of silence, so that a slide's sound is over soon. */
const SOUND = Buffer.from(writeWav({ samples: new Float32Array(4000), rate: 16_000 }));
const slides = ['What a reef is', 'How it climbs', 'What is left'].map((title, order) => ({
  id: uuid(600 + order),
  title,
  content: 'Living polyps build on the skeletons of dead ones.',
  order,
  script: 'A reef is built by animals.',
  audioUrl: `/api/media/slide-${order}.wav`,
}));
/** As it stands in lessons that were kept before pictures had widths: without `images`. */
const nugget = (n: number, title: string) => ({
  id: uuid(700 + n),
  title,
  content: '',
  metadata: {
    topics: [],
    difficulty: 3,
    prerequisites: [],
    estimatedTime: 4,
    relatedConcepts: [],
    language: 'en',
  },
  slides,
  imageUrl: '/api/media/reef.svg',
  imageAlt: 'Three ages of a reef',
  audioUrl: null,
  sources: [],
});
const choices = [
  { id: 'down', text: 'Down with the island', nextNodeId: uuid(511), revealsGap: [], confirmsMastery: [] },
  { id: 'out', text: 'Out to the edge', nextNodeId: uuid(512), revealsGap: [], confirmsMastery: [] },
];
export const node = { id: uuid(501), nugget: nugget(1, 'Sinking islands'), choices };

export const LESSON: readonly Staged[] = [
  {
    event: 'session:node:updated',
    data: {
      node: { id: uuid(500), nugget: nugget(0, 'Why reefs need light'), choices: [] },
      reason: 'First.',
    },
  },
  message(1, 'user', 'Why does the reef not sink?'),
  { event: 'session:node:updated', data: { node, reason: 'It follows best.' } },
  message(2, 'assistant', 'Because **polyps** build faster than the floor drops.[1] So the reef stays.', {
    citations: [citation(1)],
  }),
  {
    event: 'session:progress:updated',
    data: {
      concept: uuid(401),
      name: 'Upward growth',
      masteryLevel: 61,
      previousLevel: 55,
      probability: 0.61,
      low: 44,
      high: 77,
      evidence: 'Answered “Why does it climb?”: 90 of 100.',
      knowledgeGaps: [uuid(401)],
    },
  },
];

export const question = (kind: string, options: readonly string[] = []): Staged => ({
  event: 'session:question',
  data: {
    questionId: uuid(800),
    kind,
    question: 'Where is the crest now? ____',
    options,
    concept: 'Growth',
    hintsAllowed: 3,
  },
});
export const CHOICE = question('choice', ['Near the surface', '20 metres down', '40 metres up']);

export const delta = (text: string, offset = 0) => ({
  event: 'session:delta',
  data: { messageId: uuid(10), offset, text },
});

/** What the server would give beside the socket. */
export async function setScene(page: Page): Promise<void> {
  await page.route(`**/api/sources/${DOCUMENT}`, (route) =>
    route.fulfill({ json: { id: DOCUMENT, title: 'A field primer on reefs', pageCount: 24, outline: [] } }),
  );
  await page.route(`**/api/sources/${DOCUMENT}/pages/7`, (route) =>
    route.fulfill({ json: { page: 7, text: PAGE, headings: ['Reefs that outlive islands'] } }),
  );
  await page.route('**/api/media/*.wav', (route) =>
    route.fulfill({ contentType: 'audio/wav', body: SOUND, headers: { 'Accept-Ranges': 'bytes' } }),
  );
  const body = readFileSync('src/web/public/icon.svg');
  await page.route('**/api/media/reef.svg', (route) => route.fulfill({ contentType: 'image/svg+xml', body }));
}
