/** Words an answer from quotations: each sentence as the source has it, in quotation marks, with its number. */
import { fnv1a } from './hashing.ts';
import { readSentences, readWords } from './language.ts';
import type { Passage } from './passages.ts';
import { askedStems } from './question-words.ts';
import { ANSWERS, type Hit } from './retrieval.ts';
import { findTopics } from './topics.ts';

/** A quotation with its citation: `“…” [n]`; in guillemets where the words themselves have quotation marks. */
export const quoted = (text: string, { n }: Passage): string =>
  /["“”]/.test(text) ? `«${text}» [${n}]` : `“${text}” [${n}]`;

const place = ({ title, page }: Passage): string => `“${title}”${page ? `, page ${page}` : ''}`;

/** Says where the words come from; the same question gets the same words. */
function leadIn(passage: Passage, seed: string): string {
  if (!passage.title) return 'Your source says:';
  const forms = [
    `From ${place(passage)}:`,
    `This is how ${place(passage)} puts it:`,
    `In ${place(passage)} it says:`,
  ];
  return forms[fnv1a(seed) % forms.length] ?? 'Your source says:';
}

/** Short facts want one sentence, explanations up to three. */
const sentencesFor = (question: string): number =>
  /^\s*(who|when|where|which|how (many|much|long|far|old|big|deep))\b/i.test(question) ? 2 : 3;

/** Hits that are worth quoting together: near the best, and not saying the same again. */
export function quotableHits(hits: readonly Hit[], question: string): Hit[] {
  const best = hits[0]?.score ?? 0;
  const chosen: Hit[] = [];
  for (const hit of hits) {
    if (hit.score < Math.max(ANSWERS, best * 0.78) || chosen.length === sentencesFor(question)) break;
    if (
      !chosen.some(
        (other) => other.quote.includes(hit.sentence.text) || hit.quote.includes(other.sentence.text),
      )
    ) {
      chosen.push(hit);
    }
  }
  return chosen;
}

/** An answer made of quotations. The hits must not be empty. */
export function answerFrom(hits: readonly Hit[], question: string): string {
  const lines = hits.map(({ quote, passage }) => quoted(quote, passage)).join('\n\n');
  return hits[0] ? `${leadIn(hits[0].passage, question)} ${lines}` : lines;
}

/** What the passages are about, in words for a learner. */
export const coverageText = (passages: readonly Passage[]): string =>
  findTopics(
    passages.flatMap(({ text }) => readSentences(text)),
    4,
  )
    .map(({ text }) => text)
    .join(', ');

/** Under this even the nearest sentence has nothing to do with the question. */
const NEAR = 0.22;

/** Says plainly that the sources do not hold it, or not yet, with the nearest thing that they do hold. */
export function abstain(
  question: string,
  hits: readonly Hit[],
  passages: readonly Passage[],
  isReading: boolean,
): string {
  const about = askedStems(question).length > 0 ? subjectOf(question) : 'that';
  const start = isReading
    ? `What I have read so far doesn't say anything about ${about} that I can quote.`
    : `Your sources don't say anything about ${about} that I can quote.`;
  const [nearest] = hits;
  if (nearest && nearest.score >= NEAR && nearest.coverage > 0)
    return `${start} The nearest they come is this: ${quoted(nearest.quote, nearest.passage)}`;
  const topics = coverageText(passages);
  return topics ? `${start} What they do cover: ${topics}.` : start;
}

/** The content words of a question, as the learner wrote them. */
function subjectOf(question: string): string {
  const asked = new Set(askedStems(question));
  const words = readWords(question);
  const kept = words.filter(({ stem, stop }) => !stop && asked.has(stem)).map(({ text }) => text);
  return kept.length > 0 ? `“${kept.slice(0, 6).join(' ')}”` : 'that';
}
