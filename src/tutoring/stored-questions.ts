/** Puts a question that is kept with the nugget at hand: it was checked against its source when it was made. */
import type { NuggetId } from '../base/ids.ts';
import type { QuestionKind } from '../library/nugget.ts';
import { findConcept } from './concept-names.ts';
import type { Lesson, LiveQuestion } from './lesson.ts';
import { checkKind, difficultyOf } from './questioning.ts';
import { type Call, type Called, refused } from './tools.ts';

/** As the library keeps it (`library/question-queries.ts`). */
export type KeptQuestion = {
  id: string;
  nuggetId: NuggetId;
  kind: QuestionKind;
  question: string;
  options: string[] | null;
  answer: string;
  rubric: string | null;
  misconceptions: Record<string, string> | null;
  quote: string | null;
  concept: string | null;
};

/** The question as a live one; undefined where it could not be judged, or is about no concept at hand. */
function liveOf(kept: KeptQuestion, lesson: Lesson): LiveQuestion | undefined {
  const concept = findConcept(lesson, kept.concept ?? '') ?? lesson.pack.concepts[0];
  const checked = checkKind(kept, kept.id);
  if (concept === undefined || 'wrong' in checked) return undefined;
  const { id, kind, question, rubric, quote, nuggetId, misconceptions } = kept;
  return {
    id,
    kind,
    question,
    ...checked,
    rubric,
    quote,
    conceptId: concept.id,
    concept: concept.name,
    nuggetId,
    difficulty: difficultyOf(lesson, nuggetId),
    rung: 0,
    attempts: 0,
    ...(misconceptions === null ? {} : { misconceptions }),
  };
}

/** The tool `ask_stored_question`: the easiest that this session has not asked yet, about the concept where one is named. */
export async function askStored(
  { concept }: { concept?: string | null | undefined },
  call: Call,
): Promise<Called> {
  const { desk, needs } = call;
  const lesson = desk.lesson();
  const here = lesson.node?.view.nugget.id;
  const kept = here === undefined ? [] : await needs.questionsOf(here);
  const fresh = kept.flatMap((one) => (desk.asked.includes(one.id) ? [] : (liveOf(one, lesson) ?? [])));
  const wanted = concept == null ? undefined : findConcept(lesson, concept);
  const question = wanted === undefined ? fresh[0] : fresh.find(({ conceptId }) => conceptId === wanted.id);
  if (question === undefined)
    return refused('none is kept that was not asked yet: make one with ask_question');
  return {
    told: JSON.stringify({
      ok: true,
      asked: true,
      question: question.question,
      note: 'The learner sees the question now. Do not answer it.',
    }),
    seen: { ok: true, questionId: question.id },
    effects: [{ kind: 'ask', question }],
  };
}
