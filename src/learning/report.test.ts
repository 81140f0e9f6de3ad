import { expect, test } from 'vitest';
import type { Attempt } from './evidence.ts';
import { analyseItems, type ItemAnswer } from './item-analysis.ts';
import { pathStatistics } from './path-statistics.ts';
import { DEFAULT_POPULATION } from './population.ts';
import { atRisk, forecastForgetting, masteryOverTime } from './report.ts';
import { emptyStanding, fold, type ProgressRow } from './standing.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);

const answer = (id: number, score: number, conceptId = 'c'): Attempt => ({
  id: `a${id}`,
  learnerId: 'l',
  conceptId,
  itemId: null,
  kind: 'answer',
  score,
  confidence: 1,
  hintsUsed: 0,
  at: new Date(START + id * 60_000),
});

function learnt(attempts: Attempt[]) {
  const standing = emptyStanding();
  const rows = attempts.map((attempt) => fold(standing, attempt, DEFAULT_POPULATION));
  return { standing, rows };
}

test('history shows every step with the attempt behind it', () => {
  const { rows } = learnt([answer(1, 1), answer(2, 0), answer(3, 1, 'd')]);
  const history = masteryOverTime([...rows].reverse());
  expect(Object.keys(history).sort()).toEqual(['c', 'd']);
  expect(history['c']?.map(({ attemptId }) => attemptId)).toEqual(['a1', 'a2']);
  expect(history['c']?.[0]?.change).toBeGreaterThan(0);
  expect(history['c']?.[1]?.change).toBeLessThan(0);
});

test('the forecast falls with the days, and says which day a concept goes under 70', () => {
  const { standing } = learnt([answer(1, 1), answer(2, 1), answer(3, 1), answer(4, 0, 'd')]);
  const [first, second] = forecastForgetting(standing, DEFAULT_POPULATION, new Date(START + DAY));
  expect(first).toMatchObject({ conceptId: 'd', daysAboveThreshold: 0 });
  expect(second?.conceptId).toBe('c');
  const levels = second?.levels.map(({ level }) => level) ?? [];
  expect(levels).toEqual([...levels].sort((a, b) => b - a));
  const days = second?.daysAboveThreshold ?? Number.NaN;
  const levelOn = (inDays: number) =>
    forecastForgetting(standing, DEFAULT_POPULATION, new Date(START + DAY), [inDays])[1]?.levels[0]?.level;
  expect(levelOn(days)).toBeLessThan(70);
  expect(levelOn(days - 1)).toBeGreaterThanOrEqual(70);
});

test('who is at risk, with every reason; who does well or never began is not', () => {
  const now = new Date(START + 30 * DAY);
  const row = (change: number): ProgressRow => ({
    attemptId: 'x',
    conceptId: 'c',
    previousLevel: 50,
    masteryLevel: 50 + change,
    probability: 0.5,
    evidence: 1,
    at: new Date(START + 29 * DAY),
  });
  const fine = {
    learnerId: 'fine',
    knowledgeGaps: ['g'],
    rows: [5, 4, 3, 5, 2].map(row),
    recentScores: [1, 1, 0, 1, 1],
    flagged: 0,
    lastActivity: now,
  };
  const fresh = {
    learnerId: 'fresh',
    knowledgeGaps: [],
    rows: [],
    recentScores: [],
    flagged: 0,
    lastActivity: null,
  };
  const weak = {
    learnerId: 'weak',
    knowledgeGaps: ['g', 'h', 'i'],
    rows: [-5, -4, -9, -5, 2].map(row),
    recentScores: [0, 0, 1, 0, 0],
    flagged: 1,
    lastActivity: new Date(START + 20 * DAY),
  };
  expect(atRisk([fresh, fine, weak], now)).toEqual([
    {
      learnerId: 'weak',
      risks: [
        { kind: 'flagged', detail: 'a message with no place in a lesson', amount: 1 },
        { kind: 'gaps', detail: '3 open gaps', amount: 3 },
        { kind: 'falling', detail: 'levels fall by 4 points an answer on average', amount: 4 },
        { kind: 'failing', detail: '20 % right of the last 5 answers', amount: 20 },
        { kind: 'absent', detail: 'not seen for 10 days', amount: 10 },
      ],
    },
  ]);
});

test('items: difficulty, discrimination against all other items, and what the options draw', () => {
  // Learners 0–19 by strength; the good item follows it, the wrong key inverts it, the gift is right for all.
  const answers: ItemAnswer[] = Array.from({ length: 20 }, (_, learner) => {
    const isStrong = learner >= 10;
    const give = (itemId: string, isRight: boolean, option: string): ItemAnswer => ({
      itemId,
      learnerId: `l${learner}`,
      score: isRight ? 1 : 0,
      option,
    });
    return [
      give('good', isStrong, isStrong ? 'A' : 'B'),
      give('also good', isStrong, isStrong ? 'A' : 'C'),
      give('third', isStrong, isStrong ? 'A' : 'C'),
      give('wrong key', !isStrong, isStrong ? 'D' : 'A'),
      give('gift', true, 'A'),
    ];
  }).flat();
  const reports = new Map(analyseItems(answers).map((report) => [report.itemId, report]));
  expect(reports.get('good')).toMatchObject({ answers: 20, difficulty: 0.5, flags: [] });
  expect(reports.get('good')?.discrimination).toBeCloseTo(1);
  expect(reports.get('wrong key')?.discrimination).toBeCloseTo(-1);
  expect(reports.get('wrong key')?.flags).toEqual(['does_not_discriminate', 'strong_choose_wrong']);
  expect(reports.get('gift')).toMatchObject({ difficulty: 1, discrimination: null, flags: ['too_easy'] });
  expect(reports.get('good')?.options.map(({ option, chosen }) => [option, chosen])).toEqual([
    ['A', 10],
    ['B', 10],
  ]);
  expect(analyseItems([])).toEqual([]);
  expect(analyseItems(answers.slice(0, 1))[0]).toMatchObject({ discrimination: null, flags: [] });
});

test('paths: visits, returns, choices taken and where sessions end unfinished', () => {
  const step = (nodeId: string, choiceId: string | null = null) => ({ nodeId, choiceId });
  const statistics = pathStatistics([
    {
      sessionId: '1',
      learnerId: 'l',
      steps: [step('a'), step('b', 'x'), step('a', 'y')],
      isCompleted: false,
    },
    { sessionId: '2', learnerId: 'l', steps: [step('a'), step('c', 'z')], isCompleted: true },
    { sessionId: '3', learnerId: 'm', steps: [step('a'), step('b', 'x')], isCompleted: false },
    { sessionId: '4', learnerId: 'n', steps: [], isCompleted: false },
  ]);
  expect(statistics).toMatchObject({ sessions: 4, learners: 3, completed: 0.25, medianLength: 2 });
  expect(statistics.nodes[0]).toEqual({
    nodeId: 'a',
    visits: 4,
    revisits: 1,
    left: 1,
    choices: [
      { choiceId: 'x', taken: 2, share: 2 / 3 },
      { choiceId: 'z', taken: 1, share: 1 / 3 },
    ],
  });
  expect(pathStatistics([])).toEqual({
    sessions: 0,
    learners: 0,
    completed: null,
    medianLength: null,
    nodes: [],
  });
});
