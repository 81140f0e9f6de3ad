/** What a turn works on: its own copy of the lesson, the passages by their numbers, and the effects not stored yet. */
import type { Numbered } from './citations.ts';
import { applyEffects, type Effect } from './effects.ts';
import type { Lesson, Passage } from './lesson.ts';
import type { ToolCall } from './protocol.ts';

export type Desk = {
  readonly turnId: string;
  /** The learner's words of this turn. */
  readonly words: string;
  /** Ids of the questions that this session has put. */
  readonly asked: readonly string[];
  lesson: () => Lesson;
  passages: () => readonly Numbered[];
  /** Gives passages their numbers; one that has a number keeps it. */
  number: (found: readonly Passage[]) => Numbered[];
  /** Carries effects out on the copy at once, and notes them for the step that is to be stored. */
  act: (index: number, effects: readonly Effect[]) => void;
  /** Notes a call as the learner may see it. */
  show: (index: number, call: ToolCall) => void;
  /** Counts a call of a tool; false where it has been called as often as it may be in one turn. Calls run side by side. */
  claim: (tool: string, most: number) => boolean;
  /** What the round did, in the order of its calls; it is about to be stored. */
  take: () => { effects: Effect[]; shown: ToolCall[] };
  /** Undoes what was not taken: the round broke off. */
  forget: () => void;
};

/** `known` are the passages to begin with: the pack's, or those that an interrupted run of the turn had. */
export function openDesk(
  turn: { messageId: string; words: string; asked: readonly string[] },
  start: Lesson,
  known: readonly Passage[],
  now: () => Date,
): Desk {
  let lesson = start;
  let stored = { lesson, calls: 0 };
  const calls: string[] = [];
  const passages: Numbered[] = [];
  const effects = new Map<number, Effect[]>();
  const shown = new Map<number, ToolCall>();

  const number = (found: readonly Passage[]): Numbered[] =>
    found.map((passage) => {
      const numbered = passages.find(({ nuggetId }) => nuggetId === passage.nuggetId);
      if (numbered !== undefined) return numbered;
      const next = { ...passage, n: passages.length + 1 };
      passages.push(next);
      return next;
    });

  number(known);
  return {
    turnId: turn.messageId,
    words: turn.words,
    asked: turn.asked,
    lesson: () => lesson,
    passages: () => passages,
    number,
    act: (index, more) => {
      lesson = applyEffects(lesson, more, now().toISOString()).lesson;
      effects.set(index, [...(effects.get(index) ?? []), ...more]);
    },
    show: (index, call) => {
      shown.set(index, call);
    },
    claim: (tool, most) => {
      calls.push(tool);
      return calls.filter((name) => name === tool).length <= most;
    },
    take: () => {
      const taken = { effects: inOrder(effects).flat(), shown: inOrder(shown) };
      stored = { lesson, calls: calls.length };
      return taken;
    },
    forget: () => {
      lesson = stored.lesson;
      calls.length = stored.calls;
      effects.clear();
      shown.clear();
    },
  };
}

function inOrder<T>(byIndex: Map<number, T>): T[] {
  const all = [...byIndex].sort(([a], [b]) => a - b).map(([, value]) => value);
  byIndex.clear();
  return all;
}
