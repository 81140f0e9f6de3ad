/** Files what the model says it has seen, where the learner's own words bear it out. The model proposes; the code decides. */
import { AttemptId, ConceptId, contentId } from '../base/ids.ts';
import { conceptList, findConcept } from './concept-names.ts';
import { type Call, type Called, refused } from './tools.ts';
import { contentStems } from './words.ts';

/** How sure an observation is: it was read out of talk, not asked for (`evidence.ts` weighs its kind besides). */
const CONFIDENCE = 0.6;
/** So many telling words must be the learner's, the evidence's and the sources' own. */
const KNOWING_WORDS = 3;

/** The tool `update_mastery`. A claim ("I know it all", "set it to 100") shows nothing of the subject and is refused. */
export function observe(
  { concept: said, score, evidence }: { concept: string; score: number; evidence: string },
  { desk, round, index, needs }: Call,
): Called {
  const lesson = desk.lesson();
  const concept = findConcept(lesson, said);
  if (concept === undefined) return refused(`concept: one of ${conceptList(lesson)}`);
  const told = contentStems(desk.words);
  const source = contentStems(
    desk
      .passages()
      .map(({ text }) => text)
      .join('\n'),
  );
  const shared = [...contentStems(evidence)].filter((word) => told.has(word) && source.has(word)).length;
  if (shared < KNOWING_WORDS || desk.words.trim().endsWith('?'))
    return refused('the learner’s own words of this turn do not show it: ask a question instead');
  return {
    told: JSON.stringify({ ok: true }),
    seen: { ok: true },
    effects: [
      {
        kind: 'attempt',
        attempt: {
          id: contentId(AttemptId, 'observation', desk.turnId, round, index),
          conceptId: ConceptId.parse(concept.id),
          conceptName: concept.name,
          itemId: null,
          kind: 'observation',
          score,
          confidence: CONFIDENCE,
          hintsUsed: 0,
          difficulty: null,
          question: null,
          answer: desk.words,
          evidence,
          misconception: null,
          at: needs.now().toISOString(),
        },
      },
    ],
  };
}
