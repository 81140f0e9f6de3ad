/**
 * Each citation is checked by the server: the quoted words must stand on that page of that document. What does not
 * hold is dropped, and its sentence marked as general knowledge.
 *
 * Understood are `“quote” [1]`, `[1: "quote"]`, `[1, 2]`, and a sentence in the tutor's own words before `[1]`: that
 * one is kept where a sentence of the passage says the same, and is given as the quote.
 */
import type { Passage } from './lesson.ts';
import type { Citation } from './protocol.ts';
import { isQuotation, lastQuotation, negations, type Quotation, standsIn } from './quotation.ts';
import { containment, contentStems, sentencesOf, wordsOf } from './words.ts';

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

/** Of a sentence's telling words, how many the source's sentence must have for it to say the same. */
const SAYS_THE_SAME = 0.6;
const TELLING_WORDS = 3;

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
    .reduce<{ text: string; share: number } | undefined>(
      (a, b) => (a !== undefined && a.share >= b.share ? a : b),
      undefined,
    );
  // Where the nearest says the opposite, no farther one bears the claim out.
  if (best === undefined || best.share < SAYS_THE_SAME || !agrees(claim, best.text)) return undefined;
  return best.text.trim();
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
    pages.find(({ text }, i) => standsIn(quote, `${text}\n${pages[i + 1]?.text ?? ''}`));
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

/** Nobody's words stand in quotation marks: the last time they do, these are the ones that did not hold. */
function withoutMarks(content: string, quotation: Quotation | undefined): string {
  const at = quotation === undefined ? -1 : content.lastIndexOf(quotation.whole);
  if (quotation === undefined || at === -1) return content;
  return content.slice(0, at) + quotation.quote + content.slice(at + quotation.whole.length);
}

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
      content = `${withoutMarks(content, quotation).trimEnd()} ${GENERAL_KNOWLEDGE}`;
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
    const given = marker[2] !== undefined && isQuotation(marker[2]) ? marker[2] : quotation?.quote;
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
