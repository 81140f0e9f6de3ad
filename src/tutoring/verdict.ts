/** What a verdict does to the lesson: evidence where it is sure, a rung more help where it was wrong, an end where it was right. */
import { AttemptId, ConceptId, contentId } from '../base/ids.ts';
import type { Effect } from './effects.ts';
import { ANSWER_RUNG } from './hints.ts';
import { optionOf, PASSED, SURE, type Verdict } from './judge.ts';
import type { LiveQuestion } from './lesson.ts';

/** What a judged answer means for its question. Who was told the answer and still did not give it has nothing left to find. */
export const outcomeOf = (score: number, rung: number): { isRight: boolean; isOver: boolean } => ({
  isRight: score >= PASSED,
  isOver: score >= PASSED || rung >= ANSWER_RUNG,
});

/** `causeId` is what the attempt's id derives from: the same answer is the same evidence, however often it is judged. */
export function verdictEffects(
  live: LiveQuestion,
  answer: string,
  verdict: Verdict,
  causeId: string,
  now: Date,
): Effect[] {
  // Not sure means asking back: nothing is marked, nothing given away.
  if (verdict.confidence < SURE) return [];
  const attempt: Effect = {
    kind: 'attempt',
    attempt: {
      id: contentId(AttemptId, 'answer', causeId, live.id),
      conceptId: ConceptId.parse(live.conceptId),
      conceptName: live.concept,
      itemId: live.id,
      kind: 'answer',
      score: verdict.score,
      confidence: verdict.confidence,
      hintsUsed: live.rung,
      difficulty: live.difficulty ?? null,
      question: live.question,
      // The option itself, however it was named: what wrong options draw is counted by it.
      answer: (live.kind === 'choice' ? optionOf(live.options, answer) : undefined) ?? answer,
      evidence: `Answered “${live.question.slice(0, 200)}”: ${Math.round(verdict.score * 100)} of 100${live.rung > 0 ? `, with help (${live.rung})` : ''}.`,
      misconception: verdict.misconception,
      at: now.toISOString(),
    },
  };
  if (outcomeOf(verdict.score, live.rung).isOver) return [attempt, { kind: 'close', questionId: live.id }];
  return [attempt, { kind: 'climb', questionId: live.id, attempted: true }];
}
