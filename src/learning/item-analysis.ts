/** What the answers say about the questions: too easy, too hard, or measuring something else. */

export type ItemAnswer = {
  itemId: string;
  learnerId: string;
  /** 0–1. */
  score: number;
  /** The option that was chosen, where there were options; null for free answers. */
  option: string | null;
};

export type OptionUse = {
  option: string;
  chosen: number;
  /** How well those who chose it do elsewhere, as a mean score 0–1; null where nothing else is known of them. */
  strength: number | null;
};

export type ItemFlag = 'too_easy' | 'too_hard' | 'does_not_discriminate' | 'strong_choose_wrong';

export type ItemReport = {
  itemId: string;
  answers: number;
  /** Mean score: the classical difficulty, 1 being easiest. */
  difficulty: number;
  /** Correlation of the item with the learner's mean on all others (point-biserial where scores are 0 or 1); null if undefined. */
  discrimination: number | null;
  options: OptionUse[];
  flags: ItemFlag[];
};

/** Under so many answers the figures are noise, so nothing is flagged. */
const FEWEST_ANSWERS = 10;
/** The usual bounds of classical test theory (Ebel & Frisbie 1991). */
const TOO_EASY = 0.95;
const TOO_HARD = 0.2;
const WEAK_DISCRIMINATION = 0.1;

type Scored = ItemAnswer & { elsewhere: number | null };

const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;

/** Pearson's correlation; null where either side does not vary. */
function correlation(pairs: readonly (readonly [number, number])[]): number | null {
  const mx = mean(pairs.map(([x]) => x));
  const my = mean(pairs.map(([, y]) => y));
  let xy = 0;
  let xx = 0;
  let yy = 0;
  for (const [x, y] of pairs) {
    xy += (x - mx) * (y - my);
    xx += (x - mx) ** 2;
    yy += (y - my) ** 2;
  }
  return xx === 0 || yy === 0 ? null : xy / Math.sqrt(xx * yy);
}

/** Each answer with the learner's mean score on all other items. */
function withStrength(answers: readonly ItemAnswer[]): Scored[] {
  const all = new Map<string, { sum: number; count: number }>();
  const own = new Map<string, { sum: number; count: number }>();
  const add = (sums: typeof all, key: string, score: number) => {
    const before = sums.get(key) ?? { sum: 0, count: 0 };
    sums.set(key, { sum: before.sum + score, count: before.count + 1 });
  };
  const pair = ({ learnerId, itemId }: ItemAnswer): string => JSON.stringify([learnerId, itemId]);
  for (const answer of answers) {
    add(all, answer.learnerId, answer.score);
    add(own, pair(answer), answer.score);
  }
  return answers.map((answer) => {
    const total = all.get(answer.learnerId) ?? { sum: 0, count: 0 };
    const here = own.get(pair(answer)) ?? { sum: 0, count: 0 };
    const others = total.count - here.count;
    return { ...answer, elsewhere: others === 0 ? null : (total.sum - here.sum) / others };
  });
}

function optionsOf(answers: readonly Scored[]): OptionUse[] {
  const options = [...new Set(answers.flatMap(({ option }) => (option === null ? [] : [option])))].sort();
  return options.map((option) => {
    const choosers = answers.filter((answer) => answer.option === option);
    const strengths = choosers.flatMap(({ elsewhere }) => (elsewhere === null ? [] : [elsewhere]));
    return { option, chosen: choosers.length, strength: strengths.length === 0 ? null : mean(strengths) };
  });
}

/** Whether some wrong option draws stronger learners than the right one: a wrong key, or a question with two readings. */
function strongChooseWrong(answers: readonly Scored[], options: readonly OptionUse[]): boolean {
  const isRight = (option: string): boolean =>
    answers.some((answer) => answer.option === option && answer.score >= 0.5);
  const rightOnes = options.filter(({ option }) => isRight(option));
  if (rightOnes.length === 0) return false;
  const right = Math.max(...rightOnes.map(({ strength }) => strength ?? 0));
  return options.some(
    ({ option, chosen, strength }) =>
      !isRight(option) && chosen >= FEWEST_ANSWERS / 2 && (strength ?? 0) > right,
  );
}

function reportOf(itemId: string, answers: readonly Scored[]): ItemReport {
  const difficulty = mean(answers.map(({ score }) => score));
  const pairs = answers.flatMap(({ score, elsewhere }) =>
    elsewhere === null ? [] : [[score, elsewhere] as const],
  );
  const discrimination = pairs.length === 0 ? null : correlation(pairs);
  const options = optionsOf(answers);
  const flags: ItemFlag[] = [];
  if (answers.length >= FEWEST_ANSWERS) {
    if (difficulty >= TOO_EASY) flags.push('too_easy');
    if (difficulty <= TOO_HARD) flags.push('too_hard');
    if (discrimination !== null && discrimination < WEAK_DISCRIMINATION) flags.push('does_not_discriminate');
    if (strongChooseWrong(answers, options)) flags.push('strong_choose_wrong');
  }
  return { itemId, answers: answers.length, difficulty, discrimination, options, flags };
}

/** Every item's figures; flagged items first, then the most answered. */
export function analyseItems(answers: readonly ItemAnswer[]): ItemReport[] {
  const byItem = new Map<string, Scored[]>();
  for (const answer of withStrength(answers)) {
    const own = byItem.get(answer.itemId);
    if (own === undefined) byItem.set(answer.itemId, [answer]);
    else own.push(answer);
  }
  return [...byItem]
    .map(([itemId, own]) => reportOf(itemId, own))
    .sort(
      (a, b) => b.flags.length - a.flags.length || b.answers - a.answers || (a.itemId < b.itemId ? -1 : 1),
    );
}
