/** POST /v1/images/generations: a concept map of what the prompt names. Drawn, not painted. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { Card } from './card.ts';
import { readJson, sendJson } from './http.ts';
import { findBlock } from './passages.ts';
import { startThread, type Thread } from './thread.ts';
import { findTopics } from './topics.ts';

export const IMAGE_ENGINE = 'concept-map/1';

export type Painter = Thread<Card, Uint8Array>;

/** Starts nothing yet. */
export const createPainter = (): Painter =>
  startThread(new URL('./image-worker.ts', import.meta.url), { isBackground: true });

const ImageRequest = z.looseObject({
  model: z.string().nullish(),
  prompt: z.string().min(1).max(32_000),
  n: z.int().min(1).max(4).nullish(),
  size: z
    .string()
    .regex(/^(auto|\d{2,4}x\d{2,4})$/)
    .nullish(),
  response_format: z.enum(['url', 'b64_json']).nullish(),
});

/** Larger than any size of OpenAI's; a card of it takes a second. */
const LARGEST = 2048;

function readSize(size: string | null | undefined): { width: number; height: number } {
  const [width = 1024, height = 1024] = size && size !== 'auto' ? size.split('x').map(Number) : [];
  return { width: Math.min(LARGEST, width), height: Math.min(LARGEST, height) };
}

/** Words of asking for a picture; they are not what it shows. */
const ASKING =
  /\b(a|an|the)?\s*(clear|simple|clean|flat|detailed|colou?rful|educational|modern)?,?\s*(concept map|diagram|illustration|picture|image|drawing|photo(graph)?|infographic)\s*(titled|showing|of|that shows|depicting|about|illustrating|for)?\b/gi;

/** What a prompt names: its title (in quotation marks, or its first idea), its main idea and the others. */
export function readCard(prompt: string, size: string | null | undefined): Card {
  const source = findBlock(prompt, 'source', 'passage')?.text;
  const title = /[“"]([^”"]{3,120})[”"]/.exec(prompt)?.[1];
  const named = prompt.replace(ASKING, ' ').replace(/[“"][^”"]*[”"]/g, ' ');
  // "… titled “T”: a, with b, c, d." and "… titled “T”, about a, b, c. …" name their ideas themselves.
  const listed = /\babout ([^.:]+,[^.:]+)\./.exec(named)?.[1] ?? /:\s*([^:]+)$/.exec(named)?.[1];
  const names =
    listed && /,/.test(listed)
      ? listed.split(/,\s*(?:with|and)?\s*|\s+and\s+/).map((name) =>
          name
            .replace(/^with\s+/, '')
            .replace(/[.\s]+$/, '')
            .trim(),
        )
      : [];
  const topics = findTopics(source ?? named, 7).map(({ text }) => text);
  const ideas = (names.length > 2 ? names : topics).filter((idea) => idea.length > 2 && idea.length < 60);
  const [main = title ?? prompt.slice(0, 40), ...around] = ideas;
  return {
    title: title ?? main.charAt(0).toUpperCase() + main.slice(1),
    main,
    around: around.slice(0, 6),
    ...readSize(size),
  };
}

/** Answers one image request. */
export async function serveImages(
  incoming: IncomingMessage,
  response: ServerResponse,
  painter: Painter,
): Promise<void> {
  const request = await readJson(incoming, ImageRequest);
  const png = Buffer.from(await painter.call(readCard(request.prompt, request.size)));
  const b64_json = png.toString('base64');
  const image =
    request.response_format === 'url' ? { url: `data:image/png;base64,${b64_json}` } : { b64_json };
  sendJson(response, IMAGE_ENGINE, {
    created: Math.floor(Date.now() / 1000),
    data: Array.from({ length: request.n ?? 1 }, () => image),
    output_format: 'png',
  });
}
