/** Whether a text tells what a live question asks: word for word, inflected, spelled out, in other words, or by pointing at it. */
import type { LiveQuestion } from './lesson.ts';
import { containment, contentStems, normaliseText, sentencesOf, squash, stem, wordsOf } from './words.ts';

/** What must not be said: the answer. Of true and false neither, since leaving out the one would tell the other. */
function secretsOf({ kind, answer }: LiveQuestion): string[] {
  switch (kind) {
    case 'truefalse':
      return ['true', 'false', 'wahr', 'falsch', 'richtig', 'unwahr'];
    case 'choice':
    case 'open':
      return [answer];
    case 'cloze':
      return [answer, ...answer.split('|')];
    case 'ordering':
      // Told by two items in their order (`tellsOrder`), not by any one of them.
      return [];
    default:
      return kind satisfies never;
  }
}

/** Shorter than this a run of letters turns up inside other words by chance. */
const TELLING_LETTERS = 7;
/**
 * An open answer told in other order or with other small words is still told: more than this share of what it has beyond
 * its question, by rung. Help may name a part of it, and the later the more.
 */
const TOLD = [0.5, 0.5, 0.6, 0.7] as const;

/** Whether the words of a short secret stand in a text side by side, whole, as said or inflected. */
function standsIn(secret: readonly string[], text: readonly string[]): boolean {
  if (secret.length === 0) return false;
  return text.some((_, at) =>
    secret.every((word, i) => {
      const here = text[at + i];
      return here !== undefined && (here === word || (word.length > 4 && stem(here) === stem(word)));
    }),
  );
}

/** "p-a-r-i-s", "p a r i s": single letters read together. */
const spelled = (text: string): string =>
  (
    normaliseText(text).match(
      /(?<![\p{L}\p{N}])(?:[\p{L}\p{N}][\s.,·\-_/|]+){2,}[\p{L}\p{N}](?![\p{L}\p{N}])/gu,
    ) ?? []
  )
    .map(squash)
    .join(' ');

function holds(text: string, secret: string): boolean {
  const bare = squash(secret);
  if (bare === '') return secret.trim() !== '' && text.includes(secret.trim());
  if (bare.length >= TELLING_LETTERS && squash(text).includes(bare)) return true;
  return standsIn(wordsOf(secret), wordsOf(text)) || spelled(text).includes(bare);
}

/** Where an item is named, whole; a long one also within other words. -1 where it is not. */
function placeOf(item: string, text: string): number {
  const words = wordsOf(item);
  const at = ` ${wordsOf(text).join(' ')} `.indexOf(` ${words.join(' ')} `);
  if (at !== -1 && words.length > 0) return at;
  const bare = squash(item);
  return bare.length >= TELLING_LETTERS ? squash(text).indexOf(bare) : -1;
}

/** Whether two items that follow each other are named in that order. */
function tellsOrder(items: readonly string[], text: string): boolean {
  const places = items.map((item) => placeOf(item, text));
  return places.some((place, i) => {
    const next = places[i + 1];
    return next !== undefined && place !== -1 && next > place;
  });
}

/** Who names both asks, and tells neither. */
const BOTH =
  /\b(?:true,? (?:or|\/) (?:is it )?false|false,? (?:or|\/) (?:is it )?true|(?:wahr|richtig),? oder (?:ist es )?falsch)\b/gi;

/** A sentence that says yes or no to a statement. A question is none. */
const AGREES =
  /^[\s"“„'(*_-]*(?:yes|yep|no|nope|correct|incorrect|right|wrong|exactly|indeed|ja|nein|genau|stimmt)\s*(?:[,.!;:)…–—-]|$)/i;
const HOLDS =
  /\b(?:is|are|was|were|that['’]s|it['’]s|ist|sind)\s+(?:\p{L}+ly\s+|quite\s+|in fact\s+|indeed\s+|not\s+)?(?:correct|incorrect|right|wrong|accurate|inaccurate|the case|not so)\b|\b(?:stimmt|trifft (?:nicht )?zu)\b/iu;

const saysYesOrNo = (text: string): boolean =>
  sentencesOf(text).some(
    (sentence) => !sentence.trim().endsWith('?') && (AGREES.test(sentence) || HOLDS.test(sentence)),
  );

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth'];

/** Whether a text points at the right option by its place: "option 2", "it is B", "the second one". */
function pointsAt({ options, answer }: LiveQuestion, text: string): boolean {
  const at = options.indexOf(answer);
  if (at === -1) return false;
  const letter = String.fromCharCode(65 + at);
  const ordinals = at === options.length - 1 ? [ORDINALS[at], 'last'] : [ORDINALS[at]];
  return (
    new RegExp(
      `\\b(?:[Oo]ption|[Aa]nswer|[Cc]hoice|[Ll]etter|[Nn]umber)(?: is)? *[“"'(*]*(?:${letter}|${at + 1})\\b`,
    ).test(text) ||
    new RegExp(
      `(?:\\b(?:[Ii]s|[Pp]ick|[Cc]hoose|[Tt]ake|[Ss]elect|for|with)|['’]s) [“"'(*]*${letter}(?=[)”"'*.,!;:]|\\s|$)(?! \\p{Ll})`,
      'u',
    ).test(text) ||
    new RegExp(`\\b(?:${ordinals.join('|')}) (?:one|option|answer|choice|of (?:them|these))\\b`, 'i').test(
      text,
    )
  );
}

/** The text without the question itself, which may be repeated: it names options, or says "true or false". */
function withoutQuestion(live: LiveQuestion, text: string): string {
  const own = sentencesOf(live.question).map((sentence) => sentence.trim());
  const rest = own.reduce(
    (sofar, one) => (wordsOf(one).length < 4 ? sofar : sofar.replaceAll(one, ' ')),
    text,
  );
  return live.kind === 'truefalse' ? rest.replace(BOTH, ' ') : rest;
}

/** Whether a text tells what the question asks: word for word, spelled out, or in its own words. */
export function tells(live: LiveQuestion, said: string): boolean {
  const text = withoutQuestion(live, said);
  if (secretsOf(live).some((secret) => holds(text, secret))) return true;
  if (live.kind === 'ordering') return tellsOrder(live.answer.split('\n'), text);
  if (live.kind === 'truefalse') return saysYesOrNo(text);
  if (live.kind === 'choice') return pointsAt(live, text);
  if (live.kind !== 'open') return false;
  const asked = contentStems(live.question);
  const secret = new Set([...contentStems(live.answer)].filter((one) => !asked.has(one)));
  return secret.size >= 2 && containment(secret, contentStems(text)) > (TOLD[live.rung] ?? 0);
}
