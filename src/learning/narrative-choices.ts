/** Three or four choices for a node: the proposed ones that hold, the way on, and as many of our own as are missing. */
import type { NarrativeNugget } from './narrative-order.ts';
import type { Passages } from './narrative-passages.ts';
import type { Draft, Repair } from './narrative-proposals.ts';

export const FEWEST_CHOICES = 3;
export const MOST_CHOICES = 4;

/** How far ahead our own choices look for a way to skip: further would be a leap, not a step. */
const LOOK_AHEAD = 4;

export type Scene = {
  ordered: readonly NarrativeNugget[];
  required: readonly ReadonlySet<number>[];
  passages: Passages;
};

const conceptIds = (nugget: NarrativeNugget | undefined): string[] =>
  [...(nugget?.concepts ?? [])]
    .sort((a, b) => b.weight - a.weight)
    .slice(0, 2)
    .map(({ id }) => id);

/** The plain way on. */
function wayOn(here: number, { ordered }: Scene): Draft[] {
  const next = ordered[here + 1];
  if (next === undefined) return [];
  return [
    {
      to: here + 1,
      text: `Go on to “${next.title}”`,
      revealsGap: [],
      confirmsMastery: [],
      adaptsTo: conceptIds(next),
    },
  ];
}

const wayBack = (to: number, text: string, { ordered }: Scene): Draft => ({
  to,
  text,
  revealsGap: conceptIds(ordered[to]),
  confirmsMastery: [],
  adaptsTo: conceptIds(ordered[to]),
});

/** Choices that need no model, the most useful first; the last ones are always allowed. */
function ownChoices(here: number, scene: Scene): Draft[] {
  const { ordered, required } = scene;
  const title = (place: number): string => ordered[place]?.title ?? '';
  const own = conceptIds(ordered[here]);
  const groundwork = [...(required[here] ?? [])].sort((a, b) => b - a);
  const ahead = Array.from({ length: LOOK_AHEAD }, (_, step) => here + 2 + step).filter(
    (to) => to < ordered.length,
  );
  const behind = [here - 1, here - 2, 0].filter((to) => to >= 0 && to < here && !groundwork.includes(to));
  return [
    ...groundwork.map((to) => wayBack(to, `Go back to “${title(to)}”, which this builds on`, scene)),
    ...ahead.map((to) => ({
      to,
      text: `I know this: skip ahead to “${title(to)}”`,
      revealsGap: [],
      confirmsMastery: own,
      adaptsTo: conceptIds(ordered[to]),
    })),
    ...[...new Set(behind)].map((to) => wayBack(to, `Step back to “${title(to)}”`, scene)),
    // The same way, taken with a different word about oneself. The start requires nothing, so it is always open.
    ...inThreeMoods(here + 1 < ordered.length ? here + 1 : 0, title, own),
  ];
}

const inThreeMoods = (to: number, title: (place: number) => string, own: string[]): Draft[] => [
  { to, text: `This is clear: show me “${title(to)}”`, revealsGap: [], confirmsMastery: own, adaptsTo: [] },
  {
    to,
    text: `I'm not sure of this yet: “${title(to)}”, step by step`,
    revealsGap: own,
    confirmsMastery: [],
    adaptsTo: own,
  },
  { to, text: `Show me “${title(to)}” with an example`, revealsGap: [], confirmsMastery: [], adaptsTo: own },
];

const meaning = ({ to, revealsGap, confirmsMastery }: Draft): string =>
  JSON.stringify([to, revealsGap, confirmsMastery]);

/** Picks the choices of the node at `here` and opens their passages; what is dropped or added is noted. */
export function chooseFor(here: number, drafts: readonly Draft[], scene: Scene, repairs: Repair[]): Draft[] {
  const nugget = scene.ordered[here];
  if (nugget === undefined || scene.ordered.length < 2) return [];
  const note = (kind: Repair['kind'], detail: string) => repairs.push({ kind, nuggetId: nugget.id, detail });
  const [on] = wayOn(here, scene);
  const chosen: Draft[] = [];
  const leadsOn = (): boolean => on === undefined || chosen.some(({ to }) => to === on.to);
  const isSaid = (draft: Draft): boolean => chosen.some(({ text }) => text === draft.text);
  const repeats = (draft: Draft): boolean =>
    isSaid(draft) || chosen.some((other) => meaning(other) === meaning(draft));
  for (const draft of drafts) {
    const room = MOST_CHOICES - (leadsOn() || draft.to === on?.to ? 0 : 1);
    if (repeats(draft)) note('repeated', draft.text);
    else if (chosen.length >= room) note('too_many', draft.text);
    else if (!scene.passages.open(here, draft.to)) note('too_early', draft.text);
    else chosen.push(draft);
  }
  if (on !== undefined && !leadsOn()) chosen.push(on);
  // One of our own that was there before says of the learner what it said: merges may be undone.
  const own = ownChoices(here, scene).map(
    (fresh) => drafts.find(({ to, text }) => to === fresh.to && text === fresh.text) ?? fresh,
  );
  // What says nothing new comes only where there is too little that does.
  for (const isSuperfluous of [repeats, isSaid]) {
    for (const draft of own) {
      if (chosen.length >= FEWEST_CHOICES) break;
      if (isSuperfluous(draft) || !scene.passages.open(here, draft.to)) continue;
      note('filled', draft.text);
      chosen.push(draft);
    }
  }
  return chosen;
}
