import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkNarrative, type NarrativeNode } from './narrative.ts';
import { type NarrativeNugget, orderNuggets, requiredNuggets } from './narrative-order.ts';
import { type ProposedNarrative, readNarrative } from './narrative-schema.ts';
import { tellApart } from './narrative-titles.ts';
import { type PrerequisiteEdge, withoutCycles } from './prerequisites.ts';

const needs = {
  nodeId: (nuggetId: string) => `node-${nuggetId}`,
  choiceId: (nodeId: string, nextNodeId: string, text: string) => `${nodeId}>${nextNodeId}:${text}`,
};

const nuggetsOf = (count: number): NarrativeNugget[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `n${index}`,
    title: `Part ${index}`,
    order: index,
    concepts: [{ id: `c${index}`, name: `Concept ${index}`, weight: 1 }],
  }));

const edge = (from: number, to: number): PrerequisiteEdge => ({
  from: `c${from}`,
  to: `c${to}`,
  reason: 'r',
});
const nothing: ProposedNarrative = { nodes: [] };

/** Everybody who can stand somewhere, with what they have certainly met there: found by walking, not by the algorithm under test. */
function unpreparedArrivals(
  nodes: readonly NarrativeNode[],
  required: ReadonlyMap<string, ReadonlySet<string>>,
): string[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  // A required node is avoidable when its target can be reached without passing it.
  return nodes.flatMap((target) =>
    [...(required.get(target.nuggetId) ?? [])].filter((avoid) => {
      const start = nodes[0];
      if (start === undefined || start.nuggetId === avoid) return false;
      const open = [start];
      const visited = new Set([start.id]);
      for (let node = open.pop(); node !== undefined; node = open.pop()) {
        if (node.id === target.id) return true;
        for (const { nextNodeId } of node.choices) {
          const next = byId.get(nextNodeId);
          if (next === undefined || visited.has(next.id) || next.nuggetId === avoid) continue;
          visited.add(next.id);
          open.push(next);
        }
      }
      return false;
    }),
  );
}

function reachableFrom(start: string, nodes: readonly NarrativeNode[]): Set<string> {
  const visited = new Set([start]);
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { nextNodeId } of nodes.find((node) => node.id === id)?.choices ?? []) {
      if (!visited.has(nextNodeId)) open.push(nextNodeId);
      visited.add(nextNodeId);
    }
  }
  return visited;
}

function expectSound(
  nodes: readonly NarrativeNode[],
  nuggets: readonly NarrativeNugget[],
  edges: readonly PrerequisiteEdge[],
) {
  const ids = new Set(nodes.map(({ id }) => id));
  expect(ids.size).toBe(new Set(nuggets.map(({ id }) => id)).size);
  for (const { id, choices } of nodes) {
    expect(choices.every(({ nextNodeId }) => ids.has(nextNodeId) && nextNodeId !== id)).toBe(true);
    if (nodes.length > 1) expect([3, 4]).toContain(choices.length);
    expect(new Set(choices.map((choice) => choice.id)).size).toBe(choices.length);
  }
  const [first] = nodes;
  const last = nodes.at(-1);
  if (first !== undefined && last !== undefined) {
    expect(reachableFrom(first.id, nodes).size).toBe(nodes.length);
    expect(nodes.every((node) => reachableFrom(node.id, nodes).has(last.id))).toBe(true);
  }
  expect(unpreparedArrivals(nodes, requiredNuggets(nuggets, withoutCycles(edges)))).toEqual([]);
  expect(new Set(nodes.map(({ position }) => `${position.x},${position.y}`)).size).toBe(nodes.length);
}

test('without a proposal the material itself gives three choices or more, each with its node', () => {
  const nuggets = nuggetsOf(6);
  const edges = [edge(0, 3), edge(1, 4), edge(3, 5)];
  const { nodes, repairs } = checkNarrative(nothing, nuggets, edges, needs);
  expectSound(nodes, nuggets, edges);
  expect(repairs.every(({ kind }) => kind === 'filled')).toBe(true);
  expect(nodes[0]?.choices[0]?.text).toBe('Go on to “Part 1”');
});

test('a good proposal is kept word for word, with names turned into concept ids', () => {
  const nuggets = nuggetsOf(4);
  const choice = (to: number, text: string) => ({
    text,
    nextNuggetId: `n${to}`,
    revealsGap: ['concepts 0'],
    confirmsMastery: [],
    adaptsTo: ['c1'],
  });
  const proposed = {
    nodes: [{ nuggetId: 'n0', choices: [choice(1, 'Onwards'), choice(2, 'Sideways'), choice(3, 'Far')] }],
  };
  const { nodes, repairs } = checkNarrative(proposed, nuggets, [], needs);
  expect(nodes[0]?.choices.map(({ text }) => text)).toEqual(['Onwards', 'Sideways', 'Far']);
  expect(nodes[0]?.choices[0]?.revealsGap).toEqual(['c0']);
  expect(nodes[0]?.choices[0]?.adaptsTo).toEqual(['c1']);
  expect(repairs.filter(({ kind }) => kind !== 'filled')).toEqual([]);
});

test('what fills the room says something new, and what it says of the learner outlives a merge that is undone', () => {
  const skip = { text: 'I know this: skip to the end', nextNuggetId: 'n2', revealsGap: [], adaptsTo: [] };
  const proposed = { nodes: [{ nuggetId: 'n0', choices: [{ ...skip, confirmsMastery: ['c0'] }] }] };
  const nuggets = nuggetsOf(3);
  const before = checkNarrative(proposed, nuggets, [], needs).nodes;
  for (const { choices } of before) {
    const said = choices.map(({ nextNodeId, revealsGap, confirmsMastery }) =>
      JSON.stringify([nextNodeId, revealsGap, confirmsMastery]),
    );
    expect(new Set(said).size).toBe(choices.length);
  }
  expectSound(before, nuggets, []);
  const merged = nuggets.map((nugget) => ({
    ...nugget,
    concepts: [{ id: 'c2', name: 'Concept 2', weight: 1, formerly: ['c0', 'c1'] }],
  }));
  const during = checkNarrative(nothing, merged, [], needs, before).nodes;
  expect(checkNarrative(nothing, nuggets, [], needs, during).nodes).toEqual(before);
});

test('one of our own that was there before keeps what it said, even where it says nothing new', () => {
  const nuggets = nuggetsOf(2);
  const before = checkNarrative(nothing, nuggets, [], needs).nodes;
  const [first] = before;
  const [on, clear] = first?.choices ?? [];
  if (first === undefined || on === undefined || clear === undefined) throw new Error('there are three ways');
  expect(clear).toMatchObject({ text: 'This is clear: show me “Part 1”', confirmsMastery: ['c0'] });
  // As a model may have put it, so that our own is a repetition.
  const twice = { ...clear, id: 'said-already', text: 'Clear, go on' };
  const stored = [{ ...first, choices: [on, twice, clear] }, ...before.slice(1)];
  const merged = nuggets.map((nugget) => ({
    ...nugget,
    concepts: [{ id: 'c1', name: 'Concept 1', weight: 1, formerly: ['c0'] }],
  }));
  const during = checkNarrative(nothing, merged, [], needs, stored).nodes;
  const claims = during[0]?.choices.map(({ confirmsMastery }) => confirmsMastery);
  expect(claims?.flat()).not.toContain('c1');
});

test('a choice that would let somebody arrive unprepared is dropped, and said so', () => {
  const nuggets = nuggetsOf(3);
  const leap = { text: 'Leap', nextNuggetId: 'n2', revealsGap: [], confirmsMastery: [], adaptsTo: [] };
  const { nodes, repairs } = checkNarrative(
    { nodes: [{ nuggetId: 'n0', choices: [leap] }] },
    nuggets,
    [edge(1, 2)],
    needs,
  );
  expectSound(nodes, nuggets, [edge(1, 2)]);
  expect(repairs).toContainEqual({ kind: 'too_early', nuggetId: 'n0', detail: 'Leap' });
});

test('nodes keep their version while their choices stay, and a retired nugget leaves no choice behind', () => {
  const nuggets = nuggetsOf(6);
  const first = checkNarrative(nothing, nuggets, [], needs).nodes;
  const again = checkNarrative(nothing, nuggets, [], needs, first).nodes;
  expect(again).toEqual(first);
  const without = nuggets.filter(({ id }) => id !== 'n2');
  const next = checkNarrative(nothing, without, [], needs, first).nodes;
  expectSound(next, without, []);
  expect(next.find(({ nuggetId }) => nuggetId === 'n1')?.version).toBe(2);
  expect(next.find(({ nuggetId }) => nuggetId === 'n5')?.version).toBe(1);
});

test('a way speaks on of what became part of another concept, under the id it was written with', () => {
  const [one, ...others] = nuggetsOf(3);
  if (one === undefined) throw new Error('three were made');
  const named = (concept: string) => ({ revealsGap: [concept], confirmsMastery: [], adaptsTo: [] });
  const proposed = (concept: string) => ({
    nodes: [{ nuggetId: 'n0', choices: [{ text: 'On', nextNuggetId: 'n1', ...named(concept) }] }],
  });
  const merged = one.concepts.map((concept) => ({ ...concept, formerly: ['old'] }));
  const first = checkNarrative(proposed('old'), [{ ...one, concepts: merged }, ...others], [], needs).nodes;
  expect(first[0]?.choices[0]?.revealsGap).toEqual(['old']);
  const again = checkNarrative(nothing, [{ ...one, concepts: merged }, ...others], [], needs, first);
  expect(again.nodes).toEqual(first);
  const { repairs } = checkNarrative(proposed('old'), nuggetsOf(3), [], needs);
  expect(repairs).toContainEqual({ kind: 'unknown_concept', nuggetId: 'n0', detail: 'old' });
});

test('none, one and two nuggets', () => {
  expect(checkNarrative(nothing, [], [], needs).nodes).toEqual([]);
  expect(checkNarrative(nothing, nuggetsOf(1), [], needs).nodes[0]?.choices).toEqual([]);
  expectSound(checkNarrative(nothing, nuggetsOf(2), [edge(1, 0), edge(0, 1)], needs).nodes, nuggetsOf(2), []);
});

const anyChoice = fc.record({
  text: fc.string(),
  nextNuggetId: fc.oneof(
    fc.integer({ min: -1, max: 14 }).map((n) => `n${n}`),
    fc.string(),
  ),
  revealsGap: fc.array(fc.integer({ min: 0, max: 14 }).map((n) => `Concept ${n}`)),
  confirmsMastery: fc.array(
    fc.oneof(
      fc.integer({ min: 0, max: 14 }).map((n) => `c${n}`),
      fc.string(),
    ),
  ),
  adaptsTo: fc.array(fc.string()),
});
const anyProposal = fc.record({
  nodes: fc.array(
    fc.record({
      nuggetId: fc.integer({ min: -1, max: 14 }).map((n) => `n${n}`),
      choices: fc.array(anyChoice, { maxLength: 6 }),
    }),
    { maxLength: 20 },
  ),
});
const anyNuggets = fc.integer({ min: 0, max: 12 }).chain((count) =>
  fc
    .array(fc.array(fc.integer({ min: 0, max: 14 }), { maxLength: 3 }), {
      minLength: count,
      maxLength: count,
    })
    .map((taught) =>
      taught.map((concepts, index) => ({
        id: `n${index}`,
        title: index % 3 === 0 ? 'Same title' : `Part ${index}`,
        order: (index * 7) % 5,
        concepts: concepts.map((concept) => ({
          id: `c${concept}`,
          name: `Concept ${concept}`,
          weight: 1 / (1 + concept),
        })),
      })),
    ),
);
const anyEdges = fc.array(
  fc
    .tuple(fc.integer({ min: 0, max: 14 }), fc.integer({ min: 0, max: 14 }))
    .map(([from, to]) => edge(from, to)),
  { maxLength: 20 },
);

test('whatever a model proposes, and however the concepts hang together, the graph is sound', () => {
  fc.assert(
    fc.property(anyProposal, anyNuggets, anyEdges, (proposed, nuggets, edges) => {
      const { nodes } = checkNarrative(proposed, nuggets, edges, needs);
      expectSound(nodes, nuggets, edges);
      expect(checkNarrative(proposed, nuggets, edges, needs).nodes).toEqual(nodes);
    }),
    { numRuns: 200 },
  );
});

test('what a model wrote is read piece by piece and never throws', () => {
  fc.assert(fc.property(fc.anything(), (written) => readNarrative(written).nodes.length >= 0));
  const good = { text: 'Go', nextNuggetId: 'n1', revealsGap: ['x', 3], confirmsMastery: null };
  expect(readNarrative({ nodes: [{ nuggetId: 'n0', choices: [good, 'bad', { text: '' }] }, 7] })).toEqual({
    nodes: [
      {
        nuggetId: 'n0',
        choices: [{ text: 'Go', nextNuggetId: 'n1', revealsGap: ['x'], confirmsMastery: [], adaptsTo: [] }],
      },
    ],
  });
});

test('a chain of two thousand prerequisites is ordered and checked in reasonable time', () => {
  const nuggets = nuggetsOf(2000).reverse();
  const edges = nuggets.slice(1).map((_, index) => edge(index, index + 1));
  const required = requiredNuggets(nuggets, edges);
  expect(orderNuggets(nuggets, required)[1999]?.id).toBe('n1999');
  expect(checkNarrative(nothing, nuggets, edges, needs).nodes).toHaveLength(2000);
}, 20_000);

test('pieces that share a title are told apart, without taking the name of another', () => {
  const named = (...titles: string[]) =>
    tellApart(titles.map((title) => ({ title }))).map(({ title }) => title);
  expect(named('Leaves', 'Roots', 'Leaves', 'Leaves')).toEqual([
    'Leaves',
    'Roots',
    'Leaves (2)',
    'Leaves (3)',
  ]);
  expect(named('Leaves', 'Leaves', 'Leaves (2)', '', '')).toEqual([
    'Leaves',
    'Leaves (3)',
    'Leaves (2)',
    '',
    '',
  ]);
  expect(named()).toEqual([]);
});
