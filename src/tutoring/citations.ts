/**
 * Each citation is checked by the server: the quoted words must stand on that page of that document. What does not
 * hold is dropped, and its sentence marked as general knowledge.
 *
 * Understood are `“quote” [1]`, `[1: "quote"]`, `[1, 2]`, and a sentence in the tutor's own words before `[1]`: that
 * one is kept where a sentence of the passage says the same, and is given as the quote.
 */
import type { Passage } from './lesson.ts';
import type { Citation } from './protocol.ts';
import { containment, contentStems, normaliseText, sentencesOf, wordsOf } from './words.ts';

/** A passage by the number it has in the prompt. */
export type Numbered = Passage & { n: number };

export type PageText = { page: number | null; text: string };

export type CitationNeeds = {
  /** The stored pages a passage stands on; where the document has none stored, null: then the nugget is all there is. */
  pages: (passage: Passage) => Promise<PageText[] | null>;
};

export type Checked = { content: string; citations: Citation[]; dropped: number };

/** Said after a sentence whose citation did not hold. */
export const GENERAL_KNOWLEDGE = '(general knowledge)';

const MARKER = /\[\s*([1-9]\d{0,2}(?:\s*[,;]\s*[1-9]\d{0,2})*)\s*(?::\s*["“”«„]([^\]]*?)["“”»‟]\s*)?\]/g;
/** What stands in code is code. */
const CODE = /```[\s\S]*?(?:```|$)|`[^`\n]+`/g;
const QUOTED = /“([^“”]+)”|„([^„“”]+)[“”]|«([^«»]+)»|"([^"]+)"/g;

/** Fewer quoted words than this are a term in quotation marks, not a quotation. */
const QUOTATION = 3;
/** Of a sentence's telling words, how many the source's sentence must have for it to say the same. */
const SAYS_THE_SAME = 0.6;
const TELLING_WORDS = 3;

const isLetter = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);

/** Where a phrase begins in a text, whole words only; -1 where it does not stand. */
function place(text: string, phrase: string, from: number): number {
  for (let at = text.indexOf(phrase, from); at !== -1; at = text.indexOf(phrase, at + 1)) {
    const isWhole =
      !(isLetter(text[at - 1]) && isLetter(phrase[0])) &&
      !(isLetter(text[at + phrase.length]) && isLetter(phrase.at(-1)));
    if (isWhole) return at;
  }
  return -1;
}

/** Whether a quotation stands in a text; what `…` or `[…]` leaves out may lie between its parts, in their order. */
export function standsIn(quote: string, text: string): boolean {
  const page = normaliseText(text);
  const parts = normaliseText(quote)
    .split(/\[?(?:…|\.{3,})\]?/)
    .map((part) => part.replace(/^[\s"',;:.!?()-]+|[\s"',;:.!?()-]+$/g, ''))
    .filter((part) => part !== '');
  let from = 0;
  for (const part of parts) {
    const at = place(page, part, from);
    if (at === -1) return false;
    from = at + part.length;
  }
  return parts.length > 0;
}

const NEGATION = /\b(?:not|no|never|none|neither|nor|cannot|without|nothing)\b|n't\b/g;
const negations = (text: string): number => (normaliseText(text).match(NEGATION) ?? []).length;
const numbersIn = (text: string): string[] => wordsOf(text).filter((word) => /\d/.test(word));

/** The passage's sentence that says what the claim says, or two in a row that each say a part of it; undefined where none does. */
function sameSaid(claim: string, passage: Passage): string | undefined {
  const told = contentStems(claim);
  if (told.size < TELLING_WORDS) return undefined;
  const sentences = sentencesOf(passage.text);
  const pairs = sentences.flatMap((sentence, i) => {
    const next = sentences[i + 1] ?? '';
    return adds(told, sentence, next) && adds(told, next, sentence) ? [sentence + next] : [];
  });
  const best = [...sentences, ...pairs]
    .map((text) => ({ text, share: containment(told, contentStems(text)) }))
    .filter(({ text, share }) => share >= SAYS_THE_SAME && agrees(claim, text))
    .reduce<{ text: string; share: number } | undefined>(
      (a, b) => (a !== undefined && a.share >= b.share ? a : b),
      undefined,
    );
  return best?.text.trim();
}

/** Whether a text has at least two of the told words that the other lacks. */
function adds(told: ReadonlySet<string>, text: string, other: string): boolean {
  const [mine, theirs] = [contentStems(text), contentStems(other)];
  return [...told].filter((word) => mine.has(word) && !theirs.has(word)).length >= 2;
}

function agrees(claim: string, text: string): boolean {
  const numbers = new Set(numbersIn(text));
  return numbersIn(claim).every((n) => numbers.has(n)) && negations(claim) % 2 === negations(text) % 2;
}

type Quotation = { quote: string; whole: string };

/** The last quotation of a text, with and without its marks. */
function lastQuotation(text: string): Quotation | undefined {
  return [...text.matchAll(QUOTED)]
    .map((found) => ({ whole: found[0], quote: found.slice(1).find((part) => part !== undefined) ?? '' }))
    .findLast(({ quote }) => wordsOf(quote).length >= QUOTATION || /\p{Script=Han}{6}/u.test(quote));
}

async function check(
  claim: string,
  given: string | undefined,
  passage: Numbered,
  needs: CitationNeeds,
): Promise<Citation | undefined> {
  const quote = given ?? sameSaid(claim, passage);
  if (quote === undefined) return undefined;
  const stored = await needs.pages(passage);
  const pages = stored ?? [{ page: passage.page, text: passage.text }];
  const found =
    pages.find(({ text }) => standsIn(quote, text)) ??
    // A sentence may begin on one page and end on the next.
    (standsIn(quote, pages.map(({ text }) => text).join('\n')) ? pages[0] : undefined);
  if (found === undefined) return undefined;
  const { n, nuggetId, title, headings } = passage;
  return {
    n,
    nuggetId,
    documentId: passage.documentId ?? '',
    title,
    page: found.page,
    headings,
    quote: quote.replace(/\s+/g, ' ').trim(),
  };
}

/** The words that a marker vouches for: since the last marker or line, without a list's bullet. */
const claimBefore = (text: string): string =>
  (text.split('\n').at(-1) ?? '').replace(/^\s*(?:[-*•]|\d+\.)\s+/, '');

const lastSentence = (text: string): string => sentencesOf(text.trim()).at(-1) ?? '';

/**
 * Checks every marker of an answer against the passages it was given. `mayShow` may refuse a quote (it would tell a
 * live question's answer): such a citation is dropped without the mark, since the sentence is true.
 */
export async function checkCitations(
  answer: string,
  passages: readonly Numbered[],
  needs: CitationNeeds,
  mayShow: (quote: string) => boolean = () => true,
): Promise<Checked> {
  const byNumber = new Map(passages.map((passage) => [passage.n, passage]));
  const citations: Citation[] = [];
  let content = '';
  let claim = '';
  let dropped = 0;
  let from = 0;
  let quotation: Quotation | undefined;
  let pending: 'none' | 'kept' | 'dropped' = 'none';

  const settle = () => {
    if (pending === 'dropped') {
      if (quotation !== undefined) content = content.replace(quotation.whole, () => quotation?.quote ?? '');
      content = `${content.trimEnd()} ${GENERAL_KNOWLEDGE}`;
    }
    pending = 'none';
  };

  const code = [...answer.matchAll(CODE)].map(
    (found) => [found.index, found.index + found[0].length] as const,
  );
  for (const marker of answer.matchAll(MARKER)) {
    if (code.some(([start, end]) => marker.index >= start && marker.index < end)) continue;
    const between = answer.slice(from, marker.index);
    from = marker.index + marker[0].length;
    // Markers in a row vouch for the same words.
    if (between.trim() !== '' || content === '') {
      settle();
      content += between;
      claim = claimBefore(between);
      quotation = lastQuotation(claim);
    }
    const given = marker[2] ?? quotation?.quote;
    for (const n of (marker[1] ?? '').split(/\D+/).map(Number)) {
      const passage = byNumber.get(n);
      const citation = passage && (await check(lastSentence(claim), given, passage, needs));
      if (citation === undefined) {
        dropped += 1;
        if (pending === 'none') pending = 'dropped';
        continue;
      }
      pending = 'kept';
      if (!mayShow(citation.quote)) continue;
      content = `${content.trimEnd()} [${n}]`;
      if (!citations.some((known) => known.n === n && known.quote === citation.quote))
        citations.push(citation);
    }
  }
  settle();
  return { content: content + answer.slice(from), citations, dropped };
}
