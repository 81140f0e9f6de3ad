/** POST /v1/moderations: a short list of words, nothing more. It catches the crudest and claims no judgement. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readJson, sendJson } from './http.ts';
import { ModerationRequest } from './openai-wire.ts';

export const MODERATION_ENGINE = 'word-list/1';

const CATEGORIES: Readonly<Record<string, RegExp>> = {
  harassment: /\b(you('?re| are) (an? )?(idiot|moron|stupid|worthless)|shut up|go to hell)\b/i,
  'harassment/threatening': /\b(i('?ll| will| am going to) (kill|hurt|beat|find) you)\b/i,
  hate: /\b(subhuman|vermin|exterminate (them|the))\b/i,
  'hate/threatening': /\b(kill|gas|burn) all (the )?\w+s\b/i,
  illicit: /\b(how (do i|to) (make|build) (a )?(bomb|meth)|buy (cocaine|heroin))\b/i,
  'illicit/violent': /\bhow (do i|to) (make|build) (a )?(pipe )?bomb\b/i,
  'self-harm': /\b(suicide|self[- ]harm|cut myself)\b/i,
  'self-harm/intent': /\b(i want to (die|kill myself)|kill myself|end my life)\b/i,
  'self-harm/instructions': /\bhow to (kill myself|commit suicide)\b/i,
  sexual: /\b(porn|pornographic|nude (photo|picture)s?)\b/i,
  'sexual/minors': /\b(child|minor|underage)\b.{0,20}\b(porn|sex|nude)\w*/i,
  violence: /\b(murder|massacre|behead|stab(bed|bing)?)\b/i,
  'violence/graphic': /\b(dismember|disembowel)\w*/i,
};

const moderate = (text: string) => {
  const categories = Object.fromEntries(
    Object.entries(CATEGORIES).map(([name, words]) => [name, words.test(text)] as const),
  );
  return {
    flagged: Object.values(categories).includes(true),
    categories,
    category_scores: Object.fromEntries(
      Object.entries(categories).map(([name, found]) => [name, found ? 1 : 0]),
    ),
  };
};

/** Answers one moderation request. */
export async function serveModeration(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { input } = await readJson(incoming, ModerationRequest);
  const texts = typeof input === 'string' ? [input] : input;
  sendJson(response, MODERATION_ENGINE, {
    id: 'modr-offline',
    model: MODERATION_ENGINE,
    results: texts.map(moderate),
  });
}
