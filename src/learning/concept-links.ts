/** From what nuggets say they are about to links with weights, and to what must be known before what. */
import type { NuggetMetadata } from '../library/nugget.ts';
import { normaliseName } from './concepts.ts';
import { type EdgeProposal, edgesFromOrder } from './prerequisites.ts';

/** A nugget as concepts are read from it, in the order of its source. */
export type Linkable = { id: string; title: string | null; content: string; metadata: NuggetMetadata | null };

export type Link = { nuggetId: string; conceptId: string; weight: number };

/** Names that become concepts: what is taught, and what it is said to need. Related concepts only join those there are. */
export const namesToLink = (nuggets: readonly Linkable[]): string[] => [
  ...new Set(
    nuggets.flatMap(({ metadata }) => [...(metadata?.topics ?? []), ...(metadata?.prerequisites ?? [])]),
  ),
];

/** A topic whose words the text doesn't even have counts half: the author named it, the text hardly teaches it. */
const UNMENTIONED = 0.5;

/** Links of a nugget to its topics. The first is the main one, each next weighs less; together they weigh 1. */
export function linksOf(nugget: Linkable, idByName: ReadonlyMap<string, string>): Link[] {
  const text = normaliseName(`${nugget.title ?? ''} ${nugget.content}`);
  const raw = new Map<string, number>();
  for (const [index, topic] of (nugget.metadata?.topics ?? []).entries()) {
    const conceptId = idByName.get(topic);
    if (conceptId === undefined) continue;
    const isMentioned = normaliseName(topic)
      .split(' ')
      .every((word) => text.includes(word));
    const weight = (isMentioned ? 1 : UNMENTIONED) / (index + 1);
    raw.set(conceptId, Math.max(raw.get(conceptId) ?? 0, weight));
  }
  const total = [...raw.values()].reduce((sum, weight) => sum + weight, 0);
  return [...raw].map(([conceptId, weight]) => ({
    nuggetId: nugget.id,
    conceptId,
    weight: Math.round((1000 * weight) / total) / 1000,
  }));
}

/** How much an author's own statement is believed; order alone is believed less (prerequisites.ts). */
const CONFIDENCE_OF_AUTHOR = 0.8;

/**
 * What must be known before what: by the metadata of each nugget (its prerequisites before its main concept), and by the
 * order in which the source introduces concepts that it calls related.
 */
export function proposeEdges(
  nuggets: readonly Linkable[],
  idByName: ReadonlyMap<string, string>,
  sourceTitle: string,
): EdgeProposal[] {
  const said = nuggets.flatMap(({ metadata, title }) => {
    const [main] = metadata?.topics ?? [];
    const to = main === undefined ? undefined : idByName.get(main);
    return (metadata?.prerequisites ?? []).flatMap((name): EdgeProposal[] => {
      const from = idByName.get(name);
      if (from === undefined || to === undefined || from === to) return [];
      const reason = `“${title ?? sourceTitle}” asks for ${name} before ${main}.`;
      return [{ from, to, reason, confidence: CONFIDENCE_OF_AUTHOR }];
    });
  });
  return [...said, ...edgesFromOrder(introductions(nuggets, idByName), sourceTitle)];
}

/** Main concepts in the order they first come, each with what its nugget calls related. */
function introductions(nuggets: readonly Linkable[], idByName: ReadonlyMap<string, string>) {
  const introduced = new Map<string, { conceptId: string; name: string; relatedTo: string[] }>();
  for (const { metadata } of nuggets) {
    const [name] = metadata?.topics ?? [];
    const conceptId = name === undefined ? undefined : idByName.get(name);
    if (name === undefined || conceptId === undefined) continue;
    const known = introduced.get(conceptId) ?? { conceptId, name, relatedTo: [] };
    const related = (metadata?.relatedConcepts ?? []).flatMap((other) => idByName.get(other) ?? []);
    introduced.set(conceptId, { ...known, relatedTo: [...known.relatedTo, ...related] });
  }
  return [...introduced.values()];
}
