/** Reads the choices a model or an earlier version proposes against the nuggets there really are. */
import { normaliseName } from './concepts.ts';
import type { NarrativeNode } from './narrative.ts';
import type { NarrativeNugget } from './narrative-order.ts';
import type { ProposedNarrative } from './narrative-schema.ts';

/** A choice before it has ids: `to` is the target's place in narrative order. */
export type Draft = {
  to: number;
  text: string;
  revealsGap: string[];
  confirmsMastery: string[];
  adaptsTo: string[];
};

export type Repair = {
  kind:
    | 'unknown_node'
    | 'unknown_target'
    | 'leads_to_itself'
    | 'empty_text'
    | 'unknown_concept'
    | 'contradiction'
    | 'repeated'
    | 'too_early'
    | 'too_many'
    | 'filled';
  nuggetId: string;
  /** What was dropped or added, for the log. */
  detail: string;
};

/** Longer is no choice but a speech. */
const CHOICE_CHARACTERS = 200;
/** One click is thin evidence; it cannot speak for a whole syllabus. */
const CONCEPTS_PER_CHOICE = 3;

const tidy = (text: string): string => {
  const plain = text.replace(/\s+/g, ' ').trim();
  return [...plain].slice(0, CHOICE_CHARACTERS).join('');
};

type Reading = {
  place: ReadonlyMap<string, number>;
  conceptIds: ReadonlyMap<string, string>;
  note: (kind: Repair['kind'], nuggetId: string, detail: string) => void;
};

function conceptsOf(names: readonly string[], nuggetId: string, { conceptIds, note }: Reading): string[] {
  const ids = names.flatMap((name) => {
    const id = conceptIds.get(name) ?? conceptIds.get(normaliseName(name));
    if (id === undefined) note('unknown_concept', nuggetId, name);
    return id === undefined ? [] : [id];
  });
  return [...new Set(ids)].slice(0, CONCEPTS_PER_CHOICE);
}

type Written = Omit<Draft, 'to'> & { nextNuggetId: string };

function readChoice(choice: Written, nuggetId: string, reading: Reading): Draft | null {
  const { note, place } = reading;
  const to = place.get(choice.nextNuggetId);
  const text = tidy(choice.text);
  if (to === undefined) {
    note('unknown_target', nuggetId, choice.nextNuggetId);
    return null;
  }
  if (choice.nextNuggetId === nuggetId) {
    note('leads_to_itself', nuggetId, text);
    return null;
  }
  if (text === '') {
    note('empty_text', nuggetId, choice.nextNuggetId);
    return null;
  }
  const revealsGap = conceptsOf(choice.revealsGap, nuggetId, reading);
  const claimed = conceptsOf(choice.confirmsMastery, nuggetId, reading);
  // What one choice both reveals as unknown and confirms as known says nothing for mastery.
  const confirmsMastery = claimed.filter((id) => !revealsGap.includes(id));
  if (confirmsMastery.length < claimed.length) note('contradiction', nuggetId, text);
  return { to, text, revealsGap, confirmsMastery, adaptsTo: conceptsOf(choice.adaptsTo, nuggetId, reading) };
}

/**
 * The drafts of every place, proposed ones before those of the previous version, and what had to be dropped.
 * Concepts may be given by name or id; ids and names outside these nuggets are dropped.
 */
export function readProposals(
  proposed: ProposedNarrative,
  ordered: readonly NarrativeNugget[],
  previous: readonly NarrativeNode[],
): { drafts: Map<number, Draft[]>; repairs: Repair[] } {
  const repairs: Repair[] = [];
  const concepts = ordered.flatMap((nugget) => nugget.concepts);
  const reading: Reading = {
    place: new Map(ordered.map(({ id }, index) => [id, index])),
    conceptIds: new Map(
      concepts.flatMap(({ id, name, formerly = [] }) => [
        // As it was written: when the merge is undone, the way speaks of what it spoke of.
        ...formerly.map((old) => [old, old] as const),
        [id, id] as const,
        [normaliseName(name), id] as const,
      ]),
    ),
    note: (kind, nuggetId, detail) => repairs.push({ kind, nuggetId, detail }),
  };
  const nuggetOfNode = new Map(previous.map((node) => [node.id, node.nuggetId]));
  const kept = previous.map(({ nuggetId, choices }) => ({
    nuggetId,
    choices: choices.map((choice) => ({
      ...choice,
      nextNuggetId: nuggetOfNode.get(choice.nextNodeId) ?? choice.nextNodeId,
    })),
  }));
  const drafts = new Map<number, Draft[]>();
  for (const { nuggetId, choices } of [...proposed.nodes, ...kept]) {
    const here = reading.place.get(nuggetId);
    if (here === undefined) {
      reading.note('unknown_node', nuggetId, `${choices.length} choices`);
      continue;
    }
    const read = choices.flatMap((choice) => readChoice(choice, nuggetId, reading) ?? []);
    drafts.set(here, [...(drafts.get(here) ?? []), ...read]);
  }
  return { drafts, repairs };
}
