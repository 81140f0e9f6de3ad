/** The tutor's answers: quotations that fit, a search where none do, and a plain word where the sources are silent. */
import type { ChatNeeds } from './chat.ts';
import { judgeAnswer } from './judge.ts';
import type { ChatReply } from './openai-wire.ts';
import { askedStems } from './question-words.ts';
import { abstain, answerFrom, quotableHits, quoted } from './quoting.ts';
import { ANSWERS, findAnswers, type Hit } from './retrieval.ts';
import { arrived, callTool, conceptIn, passagesHere, resultOf, say, summaryOf } from './tool-calls.ts';
import { hasFailed } from './tool-results.ts';
import { findTopics } from './topics.ts';
import type { Turn } from './turn.ts';

export type Answering = { turn: Turn; needs: ChatNeeds; question: string };

/** A follow-up such as "and why is that?" borrows the words of what was asked before. */
export function wholeQuestion({ learner, earlier }: Turn): string {
  const asked = askedStems(learner);
  const leans =
    /^\s*(and|what about|how about|why|so|but)\b|\b(it|they|them|that|this|these|those|its|their)\b/i.test(
      learner,
    );
  if (asked.length > 3 || (asked.length > 1 && !leans)) return learner;
  const before = earlier.findLast((text) => askedStems(text).length > 0);
  return before && (leans || asked.length === 0) ? `${learner} ${before}` : learner;
}

/** Searches the library first where the passages at hand do not answer; undefined once it has. */
function searchFirst({ turn, question }: Answering): ChatReply | undefined {
  if (resultOf(turn, 'search_nuggets') || askedStems(question).length === 0) return undefined;
  return callTool(turn, 'search_nuggets', { query: question.slice(0, 300), q: question.slice(0, 300) });
}

/** Whether the search says that some sources are not read yet. */
const isReading = (turn: Turn): boolean =>
  resultOf(turn, 'search_nuggets')?.text.includes('still being read') === true;

/** While a question is live, the sentence that answers it is not given away. */
async function withoutAnswer(hits: readonly Hit[], { turn, needs }: Answering): Promise<readonly Hit[]> {
  if (!turn.question || turn.question.answer) return hits;
  const text = turn.question.text.replace(/_{2,}/g, ' ');
  const [answer] = await findAnswers(text, turn.passages, needs.embedder);
  return hits.filter(({ quote }) => !answer || !quote.includes(answer.sentence.text));
}

const isNew = ({ said }: Turn, { sentence }: Hit): boolean =>
  !said.some((text) => text.includes(sentence.text));

/** Answers from the passages; a follow-up gets what was not said yet. */
export async function answerQuestion(answering: Answering, isFollowUp = false): Promise<ChatReply> {
  const { turn, needs, question } = answering;
  const all = await findAnswers(question, turn.passages, needs.embedder);
  const hits = await withoutAnswer(all, answering);
  const fresh = isFollowUp ? hits.filter((hit) => isNew(turn, hit)) : hits;
  const quotable = quotableHits(fresh, question);
  if (quotable.length > 0) return say(answerFrom(quotable, question));
  const search = searchFirst(answering);
  if (search) return search;
  if (all.length > hits.length)
    return say('That would give the question away. Try it first, or ask for a hint.');
  if (isFollowUp) return sayMore(turn);
  return say(abstain(turn.learner, hits, turn.passages, isReading(turn)));
}

/** What the passages hold besides what was said. */
function sayMore(turn: Turn): ChatReply {
  const fresh = passagesHere(turn).filter(
    ({ text }) => !turn.said.some((said) => said.includes(text.slice(0, 60))),
  );
  const summary = summaryOf(fresh.length > 0 ? fresh : passagesHere(turn), 2);
  return say(
    summary
      ? `Put together, this is what matters here: ${summary}`
      : 'That is all your sources hold on this.',
  );
}

const OPENING =
  /^(teach|start|begin|lesson|studi|session|go|let|introduc|tutor|new|first|nugget|todai|want)$/;

/** How well a passage begins a subject: one that is named after it, and stands high in the document, does it best. */
function opens({ passage, score }: Hit, asked: readonly string[]): number {
  const path = passage.headings.split(' > ');
  const named = new Set(askedStems(path.at(-1) ?? ''));
  return score + (asked.some((stem) => named.has(stem)) ? 0.2 : 0) - 0.1 * path.length;
}

/** Opens a subject: the nugget that holds it, then its words. */
export async function teach(answering: Answering): Promise<ChatReply> {
  const { turn, needs, question } = answering;
  const delivered = resultOf(turn, 'deliver_nugget');
  if (delivered && !hasFailed(delivered)) return arrived(turn, delivered);
  const asked = askedStems(question).filter((stem) => !OPENING.test(stem));
  if (asked.length === 0)
    return say(summaryOf(passagesHere(turn), 3) || 'Tell me what you would like to learn.');
  const hits = await findAnswers(asked.join(' '), turn.passages, needs.embedder);
  const best = hits
    .filter(({ score }) => score >= ANSWERS)
    .toSorted((a, b) => opens(b, asked) - opens(a, asked))[0];
  if (!best)
    return searchFirst(answering) ?? say(abstain(turn.learner, hits, turn.passages, isReading(turn)));
  const { nugget } = best.passage;
  const isElsewhere = nugget !== '' && nugget !== (turn.node ?? turn.passages[0]?.nugget);
  const call =
    delivered || !isElsewhere || turn.question
      ? undefined
      : callTool(turn, 'deliver_nugget', { nuggetid: nugget });
  return call ?? say(answerFrom(quotableHits(hits, question), question));
}

/** From here on a statement is about the sentence it was found with. */
const SAME_MATTER = 0.55;

/** A learner who states something is compared with the source, and what that shows is filed. */
export async function weighStatement(answering: Answering): Promise<ChatReply> {
  const { turn, needs } = answering;
  const [best] = await findAnswers(turn.learner, turn.passages, needs.embedder);
  if (!best || best.score < SAME_MATTER || askedStems(turn.learner).length < 3)
    return answerQuestion(answering);
  const source = best.sentence.text;
  const asked = { kind: 'open', question: '', reference: source, answer: turn.learner, options: [] };
  const judged = await judgeAnswer(asked, needs.embedder);
  const topic = findTopics([best.sentence], 1)[0]?.text ?? best.passage.title;
  // Evidence filed under another concept would be worse than none.
  const concept =
    turn.concepts.length === 0 ? { concept: topic } : conceptIn(turn, `${source} ${best.passage.headings}`);
  const call =
    resultOf(turn, 'update_mastery') || !concept
      ? undefined
      : callTool(turn, 'update_mastery', {
          ...concept,
          score: judged.score,
          evidence: turn.learner.slice(0, 500),
        });
  if (call) return call;
  const verdict = judged.misconception ? 'Not quite.' : judged.score >= 0.7 ? 'Yes.' : 'Partly.';
  return say(`${verdict} The source says: ${quoted(best.quote, best.passage)}`);
}

/** Passes the judge's verdict on; where the question is over, with the words of the source that answer it. */
export async function passVerdictOn({ turn, needs }: Answering): Promise<ChatReply> {
  const { verdict, answered, question } = turn;
  if (!verdict) {
    return say(
      'If that is your answer, give it to the question itself, and it counts. Or ask me for a hint.',
    );
  }
  const feedback = verdict.attributes['feedback'] || 'Your answer has been looked at.';
  const misconception = verdict.text && !feedback.includes(verdict.text) ? ` ${verdict.text}` : '';
  if (!answered)
    return say(`${feedback}${misconception}${question ? ' Try once more, or ask for a hint.' : ''}`);
  const wanted = `${answered.question.replace(/_{2,}/g, ' ')} ${answered.reference}`;
  const [best] = await findAnswers(wanted, turn.passages, needs.embedder);
  const source = best && best.score >= ANSWERS ? ` The source says: ${quoted(best.quote, best.passage)}` : '';
  return say(`${feedback}${misconception}${source}`);
}
