/** Second thoughts: the last answer given anew, the learner's last message put in other words. The log keeps both versions. */
import { AppError } from '../base/errors.ts';
import { MessageId, newId } from '../base/ids.ts';
import type { Journal, JournalNeeds } from './journal.ts';
import { type Received, receive } from './reception.ts';
import type { QueuedTurn } from './turn-queue.ts';
import type { openTurns } from './turns.ts';

/** Told the seq under which something was stored; null for what has none. */
export type Acknowledge = (seq: number | null) => void;

/** How something was said: aloud, or in place of an earlier message. */
export type How = { aloud: boolean; replaces?: string };

export type RevisionNeeds = Pick<JournalNeeds, 'log' | 'now'> & {
  journal: Journal;
  turns: Pick<ReturnType<typeof openTurns>, 'cancel' | 'answered' | 'hush'>;
  /** Acknowledges what came before, and says whether it did. */
  isKnown: (id: string, acknowledge: Acknowledge) => boolean;
  take: (id: string, received: Received, how: How, acknowledge: Acknowledge) => void;
  /** Sets the watch, tells, and has run what waits. */
  resume: (tell: () => void) => void;
};

export function openRevisions({ log, now, journal, turns, isKnown, take, resume }: RevisionNeeds) {
  function lastTurn(): QueuedTurn | undefined {
    if (journal.lesson().session.completedAt !== null)
      throw new AppError('conflict', 'This session is over.');
    return log().lastTurn();
  }

  /** The turn that answers the learner's last message, where that one may still be changed. */
  function turnOf(messageId: string): QueuedTurn {
    const last = lastTurn();
    if (last === undefined || log().findMessageAt(last.causeSeq)?.messageId !== messageId)
      throw new AppError('conflict', 'Only your last message can be changed.');
    if (last.input.kind !== 'message' && last.input.kind !== 'voice')
      throw new AppError('conflict', 'What was taken as an answer stays as it is.');
    return last;
  }

  return {
    /**
     * Has the last answer given anew: the new one names it by `replaces`. One that failed is tried again at once, under
     * its own id. Throws `conflict` for any other answer, and while it is being written.
     */
    regenerate: (id: string, messageId: string, acknowledge: Acknowledge): void => {
      if (isKnown(id, acknowledge)) return;
      const last = lastTurn();
      if (last?.id !== messageId) throw new AppError('conflict', 'Only the last answer can be given anew.');
      if (last.status === 'waiting') throw new AppError('conflict', 'It is still being written.');
      journal.write(() => {
        const { causeSeq, input } = last;
        if (last.status === 'failed') log().hasten(last.id);
        else
          log().queue({ id: newId(MessageId), cause: id, causeSeq, input: { ...input, replaces: last.id } });
        log().receive(id, null);
        journal.touch();
        return [];
      });
      turns.hush();
      resume(() => acknowledge(null));
    },

    /**
     * Puts the learner's last message in other words and has it answered anew; an answer that is being written is
     * stopped first. Throws `conflict` for any other message, and for one that was judged.
     */
    edit: async (
      id: string,
      { messageId, content }: { messageId: string; content: string },
      acknowledge: Acknowledge,
    ): Promise<void> => {
      if (isKnown(id, acknowledge)) return;
      const { id: turnId, cause } = turnOf(messageId);
      turns.cancel(turnId);
      await turns.answered(cause);
      // While that came to its end, the same frame may have come again, or another message.
      if (isKnown(id, acknowledge)) return;
      turnOf(messageId);
      const received = receive(journal.lesson(), { kind: 'message', content }, id, now());
      take(id, received, { aloud: false, replaces: messageId }, acknowledge);
    },
  };
}
