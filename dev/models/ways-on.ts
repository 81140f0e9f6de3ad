/** The choices at the end of a part of a lesson: on, deeper, aside, or a check of what stuck. */
import type { Material } from './material.ts';
import type { Block } from './passages.ts';
import { findTopics } from './topics.ts';

type Choice = {
  text: string;
  nextnuggetid?: string | undefined;
  nextnodeid?: string | undefined;
  revealsgap: string[];
  confirmsmastery: string[];
  adaptsto: string[];
};

type Place = { id: string; title: string; concepts: string[] };

const NAMES = ['nugget', 'node', 'candidate'];

/** The nuggets a request lists, with their concepts: as it names them, else the topics of their text. */
function placesIn(material: Material): Place[] {
  const blocks = NAMES.map((name) => material.blocks(name)).find((found) => found.length > 0) ?? [];
  return blocks.flatMap(({ attributes, text }: Block) => {
    const id = attributes['id'] ?? attributes['nugget'] ?? attributes['nuggetid'];
    if (!id) return [];
    const title = attributes['title'] ?? text.split(/[.\n]/)[0]?.slice(0, 60) ?? '';
    const named = /concepts?:\s*(.+)/i.exec(text)?.[1] ?? attributes['concepts'] ?? attributes['topics'];
    const concepts = named ? named.split(/[,;|]\s*/) : findTopics(text, 3).map((topic) => topic.text);
    return [{ id, title, concepts: concepts.map((one) => one.trim()).filter(Boolean) }];
  });
}

const to = ({ id }: Place): Pick<Choice, 'nextnuggetid' | 'nextnodeid'> => ({
  nextnuggetid: id,
  nextnodeid: id,
});

/** From one place on to the next, past it, or back to the one before. */
function choicesFrom(places: readonly Place[], here: number): Choice[] {
  const [at, next, after, before] = [places[here], places[here + 1], places[here + 2], places[here - 1]];
  const own = at?.concepts.slice(0, 2) ?? [];
  return [
    ...(next
      ? [
          {
            text: `Go on to “${next.title}”`,
            ...to(next),
            revealsgap: [],
            confirmsmastery: [],
            adaptsto: next.concepts.slice(0, 2),
          },
        ]
      : []),
    ...(after
      ? [
          {
            text: `I know this: skip to “${after.title}”`,
            ...to(after),
            revealsgap: [],
            confirmsmastery: own,
            adaptsto: after.concepts.slice(0, 2),
          },
        ]
      : []),
    ...(before
      ? [
          {
            text: `Step back to “${before.title}”`,
            ...to(before),
            revealsgap: before.concepts.slice(0, 2),
            confirmsmastery: [],
            adaptsto: before.concepts.slice(0, 2),
          },
        ]
      : []),
  ];
}

/** Ways on for a request that names no places: by the topics of its text. */
function choicesWithin({ topics }: Material): Choice[] {
  const [a, b, c] = topics.map(({ text }) => text);
  return [
    ...(a ? [{ text: `Look closer at ${a}`, revealsgap: [a], confirmsmastery: [], adaptsto: [a] }] : []),
    ...(b ? [{ text: `See how ${b} fits in`, revealsgap: [b], confirmsmastery: [], adaptsto: [b] }] : []),
    ...(c
      ? [{ text: `Check what I know about ${c}`, revealsgap: [], confirmsmastery: [c], adaptsto: [] }]
      : []),
  ];
}

/** Choices, and nodes with theirs, by plain property name. */
export function choicesKnown(material: Material): Record<string, unknown> {
  const places = placesIn(material);
  if (places.length === 0) return { choices: choicesWithin(material) };
  const nodes = places.map(({ id, title }, here) => ({
    nuggetid: id,
    id,
    title,
    choices: choicesFrom(places, here),
  }));
  return { nodes, choices: nodes[0]?.choices ?? [] };
}
