/** One scale everywhere: from which level (0–100) on a concept is called what. */
export const MASTERY_STEPS = [
  ['strong', 85],
  ['solid', 70],
  ['growing', 55],
  ['started', 35],
  ['new', 0],
] as const;

export type MasteryStep = (typeof MASTERY_STEPS)[number][0];

/** The word for a level 0–100. */
export const masteryStep = (level: number): MasteryStep =>
  MASTERY_STEPS.find(([, from]) => level >= from)?.[0] ?? 'new';

/** 1 (new) to 5 (strong): the step's place on the ramp of colours. */
export const masteryRank = (level: number): number =>
  MASTERY_STEPS.length - MASTERY_STEPS.findIndex(([step]) => step === masteryStep(level));
