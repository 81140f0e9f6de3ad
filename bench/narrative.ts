/**
 * Whether a narrative holds together whatever the model writes: twenty courses, twenty proposals from sensible to
 * hostile, counted by walking the graph (not by the code that made it).
 *
 *   npm run bench -- narrative [--seed 1]
 */
import { parseArgs } from 'node:util';
import { checkNarrative, type NarrativeNode } from '../src/learning/narrative.ts';
import { type NarrativeNugget, requiredNuggets } from '../src/learning/narrative-order.ts';
import { type ProposedNarrative, readNarrative } from '../src/learning/narrative-schema.ts';
import { type PrerequisiteEdge, prerequisiteEdges } from '../src/learning/prerequisites.ts';
import { below, type Random, randomFrom } from './random.ts';

const NARRATIVES = 20;

const needs = {
  nodeId: (nuggetId: string) => `node:${nuggetId}`,
  choiceId: (...parts: string[]) => JSON.stringify(parts),
};

function makeNuggets(random: Random): NarrativeNugget[] {
  return Array.from({ length: 5 + below(random, 60) }, (_, order) => ({
    id: `n${order}`,
    title: `Part ${order}`,
    order,
    concepts: Array.from({ length: 1 + below(random, 3) }, () => {
      const concept = below(random, 50);
      return { id: `c${concept}`, name: `Concept ${concept}`, weight: random() };
    }),
  }));
}

/** What a model says builds on what: a third of it against the order, so circles abound. */
const makeEdges = (random: Random): PrerequisiteEdge[] =>
  prerequisiteEdges(
    Array.from({ length: 120 }, () => ({
      from: `c${below(random, 50)}`,
      to: `c${below(random, 50)}`,
      reason: 'said so',
      confidence: random(),
    })),
    Array.from({ length: 50 }, (_, concept) => `c${concept}`),
  );

type Author = (nuggets: readonly NarrativeNugget[], random: Random) => unknown;

const choiceTo = (nextNuggetId: unknown, text: unknown = 'Go') => ({
  text,
  nextNuggetId,
  revealsGap: ['Concept 1'],
  confirmsMastery: ['Concept 1', 'no such concept'],
  adaptsTo: [],
});

const authors: Record<string, Author> = {
  sensible: (nuggets, random) => ({
    nodes: nuggets.map(({ id, order }) => ({
      nuggetId: id,
      choices: [1, 2, 3].map((step) =>
        choiceTo(`n${Math.min(nuggets.length - 1, order + step)}`, `Option ${step} ${random()}`),
      ),
    })),
  }),
  'leaps everywhere': (nuggets, random) => ({
    nodes: nuggets.map(({ id }) => ({
      nuggetId: id,
      choices: Array.from({ length: 8 }, (_, index) =>
        choiceTo(`n${below(random, nuggets.length)}`, `Leap ${index}`),
      ),
    })),
  }),
  'all to one, itself or nowhere': (nuggets) => ({
    nodes: nuggets.map(({ id }) => ({
      nuggetId: id,
      choices: [choiceTo('n0'), choiceTo(id), choiceTo('n999'), choiceTo('__proto__'), choiceTo('')],
    })),
  }),
  'not the form asked for': () => ({
    nodes: [
      null,
      7,
      { nuggetId: 'n0' },
      { nuggetId: 'n1', choices: 'none' },
      { nuggetId: 'n2', choices: [choiceTo(3), choiceTo('n1', '')] },
    ],
  }),
  'nothing at all': () => 'I am sorry, I cannot do that.',
};

type Walk = {
  dangling: number;
  unreachable: number;
  deadEnds: number;
  fewOrMany: number;
  unprepared: number;
};

function reach(nodes: readonly NarrativeNode[], start: string, avoid: string | null): Set<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const visited = new Set([start]);
  const open = [start];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const { nextNodeId } of byId.get(id)?.choices ?? []) {
      if (visited.has(nextNodeId) || nextNodeId === avoid || !byId.has(nextNodeId)) continue;
      visited.add(nextNodeId);
      open.push(nextNodeId);
    }
  }
  return visited;
}

function walk(nodes: readonly NarrativeNode[], required: ReadonlyMap<string, ReadonlySet<string>>): Walk {
  const ids = new Set(nodes.map(({ id }) => id));
  const start = nodes[0]?.id ?? '';
  const last = nodes.at(-1)?.id ?? '';
  const reachable = reach(nodes, start, null);
  const unprepared = nodes.flatMap((node) =>
    [...(required.get(node.nuggetId) ?? [])].filter((first) => {
      const gate = needs.nodeId(first);
      return gate !== start && reach(nodes, start, gate).has(node.id);
    }),
  );
  return {
    dangling: nodes.flatMap(({ choices }) => choices).filter(({ nextNodeId }) => !ids.has(nextNodeId)).length,
    unreachable: nodes.filter(({ id }) => !reachable.has(id)).length,
    deadEnds: nodes.filter(({ id }) => id !== last && !reach(nodes, id, null).has(last)).length,
    fewOrMany: nodes.filter(({ choices }) => choices.length < 3 || choices.length > 4).length,
    unprepared: unprepared.length,
  };
}

/** Edges left once everything that nothing leads to has been taken away, again and again. */
function inCircles(edges: readonly PrerequisiteEdge[]): number {
  let rest = [...edges];
  for (let before = -1; before !== rest.length; ) {
    before = rest.length;
    const targets = new Set(rest.map(({ to }) => to));
    rest = rest.filter(({ from }) => targets.has(from));
  }
  return rest.length;
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { seed: { type: 'string', default: '1' } } });
  const random = randomFrom(Number(values.seed));
  const table: Record<string, Walk & { nodes: number; repairs: number; edgesInCircles: number }> = {};
  const kinds = Object.entries(authors);
  for (let index = 0; index < NARRATIVES; index += 1) {
    const [name, write] = kinds[index % kinds.length] ?? ['', () => null];
    const nuggets = makeNuggets(random);
    const edges = makeEdges(random);
    const proposed: ProposedNarrative = readNarrative(write(nuggets, random));
    const { nodes, repairs } = checkNarrative(proposed, nuggets, edges, needs);
    table[`${index + 1} ${name}`] = {
      nodes: nodes.length,
      repairs: repairs.length,
      ...walk(nodes, requiredNuggets(nuggets, edges)),
      edgesInCircles: inCircles(edges),
    };
  }
  console.table(table);
  const total = (key: keyof Walk | 'edgesInCircles'): number =>
    Object.values(table).reduce((sum, row) => sum + row[key], 0);
  console.log(
    JSON.stringify({
      narratives: NARRATIVES,
      dangling: total('dangling'),
      unreachable: total('unreachable'),
      deadEnds: total('deadEnds'),
      notThreeOrFour: total('fewOrMany'),
      unprepared: total('unprepared'),
      prerequisiteCycles: total('edgesInCircles'),
    }),
  );
}

if (process.argv[1] === import.meta.filename) await run(process.argv.slice(2));
