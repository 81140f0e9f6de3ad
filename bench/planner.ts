/**
 * How many nuggets simulated learners need until they truly know all sixty concepts of a course: our planner against
 * source order, source order with repetition until right, random, and most similar to the goal first.
 *
 *   npm run bench -- planner [--learners 200] [--seed 1]
 *
 * The learners follow a generative model that is not the mastery module's (see learning/learner.ts); the planner sees
 * only their answers, through the shipped default population. Every policy meets the same learners and courses.
 */
import { parseArgs } from 'node:util';
import type { Attempt } from '../src/learning/evidence.ts';
import { type PlanNode, planNext } from '../src/learning/planner.ts';
import { DEFAULT_POPULATION } from '../src/learning/population.ts';
import { dueQueue } from '../src/learning/review.ts';
import { emptyStanding, fold, projectionOf, type Standing } from '../src/learning/standing.ts';
import { type Course, makeCourse } from './learning/course.ts';
import { makeLearner, type SimulatedLearner, sleep, study } from './learning/learner.ts';
import { below, type Random, randomFrom } from './random.ts';

const MOST_NUGGETS = 3000;
const NUGGETS_A_DAY = 15;
const REVIEWS_A_DAY = 5;
/** Three days' nuggets. */
const RECENTLY_MET = 45;
const MINUTE = 60_000;
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 5, 9);

/** What a policy may look at: never the truth. */
type View = {
  course: Course;
  standing: Standing;
  met: { nodeId: string; isRight: boolean }[];
  now: number;
  doneToday: number;
  random: Random;
};
/** The next node, or null: nothing to do today. */
type Policy = (view: View) => PlanNode | null;

const cycle = (nodes: readonly PlanNode[], step: number): PlanNode | null =>
  nodes[step % nodes.length] ?? null;
const inSourceOrder = (course: Course) => [...course.nodes].sort((a, b) => a.order - b.order);

const policies: Record<string, Policy> = {
  'source order': ({ course, met }) => cycle(inSourceOrder(course), met.length),
  'source order, until right': ({ course, met }) => {
    const nodes = inSourceOrder(course);
    const last = met.at(-1);
    const here = nodes.findIndex(({ nodeId }) => nodeId === last?.nodeId);
    return cycle(nodes, last === undefined ? 0 : last.isRight ? here + 1 : here);
  },
  random: ({ course, random }) => course.nodes[below(random, course.nodes.length)] ?? null,
  'most similar first': ({ course, met }) =>
    cycle(
      [...course.nodes].sort((a, b) => (course.likeness[b.nodeId] ?? 0) - (course.likeness[a.nodeId] ?? 0)),
      met.length,
    ),
  'our planner': ({ course, standing, met, now, doneToday }) => {
    const { estimates, knowledgeGaps, cards, priorLevel } = projectionOf(
      standing,
      DEFAULT_POPULATION,
      new Date(now),
    );
    const due = dueQueue(
      Object.entries(cards).map(([conceptId, card]) => ({ conceptId, documentId: null, card })),
      { now, dailyCap: REVIEWS_A_DAY, doneToday },
    );
    const [first] = planNext({
      nodes: course.nodes,
      estimates,
      priorLevel,
      knowledgeGaps,
      due,
      prerequisites: course.edges,
      seen: met.map(({ nodeId }) => nodeId),
      goalLikeness: {},
      conceptNames: {},
      limit: 1,
    });
    if (first !== undefined) return course.nodes.find(({ nodeId }) => nodeId === first.nodeId) ?? null;
    // Done, says the planner; who goes on all the same takes the least sure of what was not met for some days.
    const recent = new Set(met.slice(-RECENTLY_MET).map(({ nodeId }) => nodeId));
    const rested = course.nodes.filter(({ nodeId }) => !recent.has(nodeId));
    const chance = ({ concepts }: PlanNode): number =>
      estimates[concepts[0]?.conceptId ?? '']?.probability ?? 0;
    return [...rested].sort((a, b) => chance(a) - chance(b) || a.order - b.order)[0] ?? null;
  },
};

/** Nuggets until all is truly known. */
function nuggetsUntilMastery(
  policy: Policy,
  course: Course,
  learner: SimulatedLearner,
  random: Random,
): number {
  const standing = emptyStanding();
  const met: View['met'] = [];
  let day = 0;
  let today = 0;
  let doneToday = 0;
  while (met.length < MOST_NUGGETS && day < MOST_NUGGETS && learner.known.size < course.conceptIds.length) {
    const now = START + day * DAY + today * 5 * MINUTE;
    const node = today < NUGGETS_A_DAY ? policy({ course, standing, met, now, doneToday, random }) : null;
    if (node === null) {
      sleep(learner, random);
      day += 1;
      today = 0;
      doneToday = 0;
      continue;
    }
    const conceptId = node.concepts[0]?.conceptId ?? '';
    const isRight = study(learner, node, course, random);
    if ((standing.concepts[conceptId]?.card?.due ?? Number.POSITIVE_INFINITY) <= now) doneToday += 1;
    const attempt: Attempt = {
      id: String(met.length).padStart(6, '0'),
      learnerId: 'simulated',
      conceptId,
      itemId: null,
      kind: 'answer',
      score: isRight ? 1 : 0,
      confidence: 1,
      hintsUsed: 0,
      difficulty: node.difficulty,
      at: new Date(now),
    };
    fold(standing, attempt, DEFAULT_POPULATION);
    met.push({ nodeId: node.nodeId, isRight });
    today += 1;
  }
  return met.length;
}

const mean = (list: readonly number[]): number => list.reduce((sum, x) => sum + x, 0) / list.length;

/** Mean with its 95 % confidence interval, by the normal approximation: learners are independent and there are many. */
function interval(list: readonly number[]): { mean: number; low: number; high: number } {
  const middle = mean(list);
  const variance = list.reduce((sum, x) => sum + (x - middle) ** 2, 0) / Math.max(1, list.length - 1);
  const reach = 1.96 * Math.sqrt(variance / list.length);
  return { mean: middle, low: middle - reach, high: middle + reach };
}

const show = ({ mean: middle, low, high }: ReturnType<typeof interval>, digits: number, unit = ''): string =>
  `${middle.toFixed(digits)}${unit} (${low.toFixed(digits)}–${high.toFixed(digits)})`;

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: { learners: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' } },
  });
  const count = Number(values.learners);
  const seed = Number(values.seed);
  const needed = Object.fromEntries(
    Object.entries(policies).map(([name, policy]) => [
      name,
      Array.from({ length: count }, (_, index) => {
        const random = randomFrom(seed * 1_000_003 + index);
        const course = makeCourse(random);
        const learner = makeLearner(random, course);
        return nuggetsUntilMastery(policy, course, learner, random);
      }),
    ]),
  );
  const ours = needed['our planner'] ?? [];
  const saved = (name: string) =>
    interval((needed[name] ?? []).map((nuggets, index) => 100 * (1 - (ours[index] ?? 0) / nuggets)));
  console.log(
    `Nuggets until all 60 concepts are truly known; ${count} simulated learners, means with 95 % intervals.`,
  );
  console.table(
    Object.fromEntries(
      Object.entries(needed).map(([name, nuggets]) => [
        name,
        {
          nuggets: show(interval(nuggets), 0),
          'we need fewer by': name === 'our planner' ? '–' : show(saved(name), 1, ' %'),
          'gave up': nuggets.filter((n) => n >= MOST_NUGGETS).length,
        },
      ]),
    ),
  );
  const source = saved('source order');
  console.log(
    JSON.stringify({
      learners: count,
      nuggets: Object.fromEntries(
        Object.entries(needed).map(([name, nuggets]) => [name, Math.round(mean(nuggets))]),
      ),
      fewerThanSourceOrder: { percent: source.mean, low: source.low, high: source.high },
    }),
  );
}

if (process.argv[1] === import.meta.filename) await run(process.argv.slice(2));
