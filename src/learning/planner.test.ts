import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PlanInput, type PlanNode, planNext } from './planner.ts';

const node = (conceptId: string, order: number, rest: Partial<PlanNode> = {}): PlanNode => ({
  nodeId: `node-${conceptId}-${order}`,
  nuggetId: `nugget-${conceptId}-${order}`,
  concepts: [{ conceptId, weight: 1 }],
  difficulty: 5,
  order,
  ...rest,
});
const edge = (from: string, to: string) => ({ from, to, reason: 'r' });
const known = (probability: number, evidence = 5) => ({ probability, evidence });

const input = (rest: Partial<PlanInput>): PlanInput => ({
  nodes: [node('a', 1), node('b', 2), node('c', 3)],
  estimates: {},
  priorLevel: 50,
  knowledgeGaps: [],
  due: [],
  prerequisites: [],
  seen: [],
  goalLikeness: {},
  conceptNames: { a: 'Atoms', b: 'Bonds', c: 'Crystals' },
  limit: 3,
  ...rest,
});
const ids = (plan: ReturnType<typeof planNext>) => plan.map(({ nodeId }) => nodeId);

describe('what comes next', () => {
  test('source order, where nothing else decides', () => {
    const plan = planNext(input({ nodes: [node('c', 3), node('a', 1), node('b', 2)] }));
    expect(ids(plan)).toEqual(['node-a-1', 'node-b-2', 'node-c-3']);
    expect(plan[0]?.reason).toBe(
      'Atoms is next: what it needs is in place, and about 51% success is expected.',
    );
  });

  test('nothing before its prerequisites are at 70', () => {
    const prerequisites = [edge('a', 'b'), edge('b', 'c')];
    expect(ids(planNext(input({ prerequisites })))).toEqual(['node-a-1']);
    expect(ids(planNext(input({ prerequisites, estimates: { a: known(0.69) } })))).toEqual(['node-a-1']);
    expect(ids(planNext(input({ prerequisites, estimates: { a: known(0.7) }, seen: ['node-a-1'] })))).toEqual(
      ['node-b-2'],
    );
  });

  test('a prerequisite nobody teaches blocks nothing, and a circle does not end the lesson', () => {
    expect(ids(planNext(input({ prerequisites: [edge('nowhere', 'a')] })))[0]).toBe('node-a-1');
    expect(planNext(input({ prerequisites: [edge('a', 'b'), edge('b', 'c'), edge('c', 'a')] }))).toHaveLength(
      3,
    );
  });

  test('a gap comes before new material, and the learner reads why', () => {
    const [first] = planNext(
      input({ estimates: { b: known(0.2) }, knowledgeGaps: ['b'], seen: ['node-b-2', 'x', 'y'] }),
    );
    expect(first).toMatchObject({ nodeId: 'node-b-2', kind: 'gap' });
    expect(first?.reason).toBe('Bonds is a gap at 20 of 100, and what builds on it waits.');
  });

  test('what is due by the forgetting curve comes before new material; what was met minutes ago does not', () => {
    const base = { estimates: { c: known(0.8) }, seen: ['node-c-3', 'x', 'y'] };
    const due = (retrievability: number) => [{ conceptId: 'c', due: 0, retrievability }];
    expect(planNext(input({ ...base, due: due(0.85) }))[0]).toMatchObject({
      nodeId: 'node-c-3',
      kind: 'review',
    });
    expect(planNext(input({ ...base, due: due(0.999) }))[0]?.nodeId).toBe('node-a-1');
  });

  test('the goal draws its nodes forward', () => {
    const [first] = planNext(input({ goalLikeness: { 'node-c-3': 0.9 } }));
    expect(first).toMatchObject({ nodeId: 'node-c-3', kind: 'goal' });
  });

  test('of two nodes on one concept the one nearer to success of .70–.85', () => {
    const nodes = [node('a', 1, { difficulty: 10 }), node('a', 2, { difficulty: 4 })];
    expect(planNext(input({ nodes, priorLevel: 70 }))[0]?.nodeId).toBe('node-a-2');
  });

  test('when something does not settle after three tries, its groundwork is checked once, then it goes on', () => {
    const situation = {
      prerequisites: [edge('a', 'b')],
      estimates: { a: known(0.8), b: known(0.35) },
      seen: ['node-a-1', 'node-b-2', 'node-b-2', 'node-b-2'],
    };
    const [first] = planNext(input(situation));
    expect(first).toMatchObject({ nodeId: 'node-a-1', kind: 'groundwork' });
    expect(first?.reason).toBe('Bonds does not settle yet, so we check Atoms, which it builds on.');
    const after = planNext(input({ ...situation, seen: [...situation.seen, 'node-a-1'] }));
    expect(after[0]?.nodeId).not.toBe('node-a-1');
  });

  test('one lucky answer is not enough: thin evidence is made sure of at last, then the plan is empty', () => {
    const nodes = [node('a', 1)];
    const thin = planNext(input({ nodes, estimates: { a: known(0.8, 1) }, seen: ['node-a-1'] }));
    expect(thin[0]).toMatchObject({ kind: 'consolidate' });
    expect(planNext(input({ nodes, estimates: { a: known(0.8, 3) }, seen: ['node-a-1'] }))).toEqual([]);
  });
});

const anyInput = fc
  .record({
    count: fc.integer({ min: 0, max: 8 }),
    edges: fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 12 }),
    levels: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 8 }),
    seen: fc.array(fc.nat(9), { maxLength: 20 }),
    due: fc.array(fc.nat(9), { maxLength: 4 }),
    limit: fc.integer({ min: -1, max: 10 }),
  })
  .map(({ count, edges, levels, seen, due, limit }) =>
    input({
      nodes: Array.from({ length: count }, (_, index) =>
        node(`k${index}`, index % 3, { difficulty: 1 + (index % 10) }),
      ),
      prerequisites: edges.map(([from, to]) => edge(`k${from}`, `k${to}`)),
      estimates: Object.fromEntries(levels.map((level, index) => [`k${index}`, known(level, index)])),
      seen: seen.map((index) => `node-k${index}-${index % 3}`),
      due: due.map((index) => ({ conceptId: `k${index}`, due: 0, retrievability: 0.8 })),
      limit,
    }),
  );

test('any plan is deterministic, within its limit, of existing nodes without repeats, each with one sentence', () => {
  fc.assert(
    fc.property(anyInput, (any) => {
      const plan = planNext(any);
      expect(planNext({ ...any, nodes: [...any.nodes].reverse() })).toEqual(plan);
      expect(plan.length).toBeLessThanOrEqual(Math.max(0, any.limit));
      expect(new Set(ids(plan)).size).toBe(plan.length);
      for (const { nodeId, reason, expectedSuccess } of plan) {
        expect(any.nodes.some((each) => each.nodeId === nodeId)).toBe(true);
        expect(reason).toMatch(/^[^.]+\.$/);
        expect(expectedSuccess > 0 && expectedSuccess < 1).toBe(true);
      }
    }),
  );
});

test('a chain twice as long takes twice the reading, not four times', () => {
  const readsOf = (length: number): number => {
    let reads = 0;
    const nodes = Array.from({ length }, (_, index) => node(`k${index}`, index));
    const prerequisites = nodes.slice(1).map((_, index) => ({
      ...edge(`k${index}`, ''),
      get to() {
        reads += 1;
        return `k${index + 1}`;
      },
    }));
    expect(planNext(input({ nodes, prerequisites }))[0]?.nodeId).toBe('node-k0-0');
    return reads;
  };
  expect(readsOf(8000)).toBeLessThan(2.1 * readsOf(4000));
});
