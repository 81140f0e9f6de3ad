/** Which nuggets must come before which, and one order in which all of them can be met. */
import { type PrerequisiteEdge, withoutCycles } from './prerequisites.ts';

export type NarrativeNugget = {
  id: string;
  title: string;
  /** Place in the sources. */
  order: number;
  /** `formerly`: what became part of the concept; ways from before speak of it under that id. */
  concepts: readonly { id: string; name: string; weight: number; formerly?: readonly string[] }[];
};

/** Lower place first, then by id, so that the same nuggets always give the same narrative. */
export const bySource = (a: NarrativeNugget, b: NarrativeNugget): number =>
  a.order - b.order || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** For every concept the nugget that teaches it: the one with most weight on it, the earliest of equals. */
function teachers(nuggets: readonly NarrativeNugget[]): Map<string, string> {
  const best = new Map<string, { nuggetId: string; weight: number }>();
  for (const nugget of [...nuggets].sort(bySource)) {
    for (const { id, weight } of nugget.concepts) {
      const known = best.get(id);
      if (known === undefined || weight > known.weight) best.set(id, { nuggetId: nugget.id, weight });
    }
  }
  return new Map([...best].map(([conceptId, { nuggetId }]) => [conceptId, nuggetId]));
}

/**
 * The nuggets each nugget needs first: those that teach the prerequisites of its concepts. Concepts may be free of
 * cycles and nuggets, which teach several, still not be; an edge that would close one is left out.
 */
export function requiredNuggets(
  nuggets: readonly NarrativeNugget[],
  edges: readonly PrerequisiteEdge[],
): Map<string, Set<string>> {
  const teacher = teachers(nuggets);
  const needs = [...nuggets].sort(bySource).flatMap((nugget) => {
    const own = new Set(nugget.concepts.map(({ id }) => id));
    return edges.flatMap(({ from, to, reason }) => {
      const first = teacher.get(from);
      if (!own.has(to) || own.has(from) || first === undefined || first === nugget.id) return [];
      return [{ from: first, to: nugget.id, reason }];
    });
  });
  const required = new Map(nuggets.map(({ id }) => [id, new Set<string>()]));
  for (const { from, to } of withoutCycles(needs)) required.get(to)?.add(from);
  return required;
}

/** All nuggets in source order, except that what a nugget requires stands before it. */
export function orderNuggets(
  nuggets: readonly NarrativeNugget[],
  required: ReadonlyMap<string, ReadonlySet<string>>,
): NarrativeNugget[] {
  const sorted = [...nuggets].sort(bySource);
  const byId = new Map(sorted.map((nugget) => [nugget.id, nugget]));
  const ordered = new Map<string, NarrativeNugget>();
  // Depth first without recursion: a chain of a thousand prerequisites must not exhaust the stack.
  for (const root of sorted) {
    const open = [root];
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const missing = [...(required.get(top.id) ?? [])].find((id) => !ordered.has(id) && byId.has(id));
      const first = missing === undefined ? undefined : byId.get(missing);
      if (first !== undefined) {
        open.push(first);
        continue;
      }
      ordered.set(top.id, top);
      open.pop();
    }
  }
  return [...ordered.values()];
}
