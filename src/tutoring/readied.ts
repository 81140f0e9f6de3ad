/** The next question, made ready while nobody waits: all that the model will be told, but for the learner's words. */
import type { AskedChat, ReadiedChat } from '../models/port.ts';
import type { Effect } from './effects.ts';
import type { Lesson } from './lesson.ts';
import type { SessionLog } from './log.ts';
import { recall } from './memory.ts';
import { type ReadyNeeds, readyTurn } from './turn.ts';
import type { QueuedTurn } from './turn-queue.ts';

/** Levels sink with time: a question that was made ready longer ago is made anew, milliseconds. */
const FRESH_MS = 10 * 60_000;

export type ReadiedNeeds = {
  log: () => Pick<SessionLog, 'lesson' | 'lastSeq' | 'messagesBetween'>;
  turnNeeds: (lesson: Lesson) => ReadyNeeds;
  now: () => Date;
};

export function openReadied({ log, turnNeeds, now }: ReadiedNeeds) {
  let next: { lesson: Lesson; seq: number; at: number; ask: ReadiedChat } | null = null;

  /** Every change makes another lesson of it, and every event another seq. */
  const holds = (): boolean =>
    next !== null &&
    next.lesson === log().lesson() &&
    next.seq === log().lastSeq() &&
    now().getTime() - next.at < FRESH_MS;

  return {
    /** Throws `AppError` where settings can't be read. */
    prepare: async (): Promise<void> => {
      const lesson = log().lesson();
      if (lesson === null || holds()) return;
      const [seq, at] = [log().lastSeq(), now().getTime()];
      const { memory } = lesson;
      const said = recall(memory, log().messagesBetween(memory?.through ?? 0, seq + 1));
      const ask = await readyTurn(turnNeeds(lesson), lesson, said);
      next = ask === null ? null : { lesson, seq, at, ask };
    },

    /** Asks at once, where nothing changed since and nothing but an answer is due; else null. */
    ask: (
      input: QueuedTurn['input'],
      effects: readonly Effect[],
    ): { lesson: Lesson; chat: Promise<AskedChat | null> } | null => {
      if (next === null || !holds() || effects.length > 0) return null;
      if (input.answers !== null || input.verdict !== null || input.replaces !== undefined) return null;
      const { lesson, ask } = next;
      next = null;
      return { lesson, chat: ask(input.words) };
    },
  };
}
