/** Runs the queue of turns one after the other; each goes on from its last stored step, wherever the process died. */
import { AppError } from '../base/errors.ts';
import { describeError, type Log } from '../base/log.ts';
import type { Effect } from './effects.ts';
import { errorFrame } from './frames.ts';
import type { Journal, JournalNeeds } from './journal.ts';
import type { Lesson } from './lesson.ts';
import { recall } from './memory.ts';
import { pauseAfter } from './outbox-drain.ts';
import type { EphemeralEvent, Heard, MessageData } from './protocol.ts';
import { openReadied } from './readied.ts';
import { type HeardPart, heardOf, type Speech } from './speech.ts';
import { FAILED, type ReadyNeeds, runTurn, type TurnFrame, type TurnInput } from './turn.ts';
import type { QueuedTurn } from './turn-queue.ts';

export type TurnsNeeds = JournalNeeds & {
  /** Has the alarm ring at that time at the latest, milliseconds since 1970, whatever happens to this process. */
  wakeAt: (at: number) => void;
  turnNeeds: (lesson: Lesson) => ReadyNeeds;
  /** Whether the learner's words are no matter for a lesson; never where moderation is off. */
  isFlagged: (lesson: Lesson, words: string) => Promise<boolean>;
  tell: (lesson: Lesson, activity: 'active' | 'completed' | 'flagged') => Promise<void>;
  openSpeech: (messageId: string) => Speech;
  random: () => number;
  report: Log;
};

/** How long a turn may seem to be running before somebody looks whether it is, milliseconds. */
export const WATCH_MS = 5000;
/** After so many tries a turn is given up, and its plain sentence stands: more than an hour of a provider that is away. */
const MOST_TRIES = 100;
/** The first pause before a failed turn is tried again is this many doublings of a second long, and no pause is longer than that many. */
const FIRST_RETRY = 3;
const LAST_RETRY = 6;

export const FLAGGED =
  'I can’t go along with that here. If something is troubling you, please talk to somebody you trust; your instructor is there for you. When you like, we go on with the lesson.';

type AskedOf = Parameters<typeof runTurn>[4];
type Askable = Pick<QueuedTurn, 'id' | 'causeSeq' | 'input'>;

/** The turn has begun, and its first frame is awaited. */
type Begun = {
  lesson: Lesson;
  frames: ReturnType<typeof runTurn>;
  first: ReturnType<ReturnType<typeof runTurn>['next']>;
};

/** The model has been asked for a turn that is not stored yet. */
type Asked = {
  causeSeq: number;
  words: string;
  stop: AbortController;
  follow: (turn: Askable) => Begun;
  drop: () => void;
};

type Running = {
  turn: QueuedTurn;
  text: string;
  stop: AbortController;
  speech: Speech | null;
  /** How far the page says that it has sounded. */
  heard?: number | undefined;
};

export function openTurns(needs: TurnsNeeds, journal: Journal) {
  const { log, now } = needs;
  const waiting = new Map<string, (() => void)[]>();
  const readied = openReadied(needs);
  let askedAhead: Asked | null = null;
  let running: Running | null = null;
  /** What is sounding, or was the last to sound. */
  let speech: Speech | null = null;

  function begin(turn: Askable, lesson: Lesson, { signal }: AbortController, asked?: AskedOf): Begun {
    const frames = runTurn(needs.turnNeeds(lesson), lesson, inputOf(turn), signal, asked);
    return { lesson, frames, first: frames.next() };
  }

  /** The turn whose model was asked ahead was not stored, or another came before it. */
  function forgetAsked(): void {
    askedAhead?.stop.abort(new AppError('conflict', 'Overtaken.'));
    askedAhead?.drop();
    askedAhead = null;
  }

  function takeAsked({ causeSeq, input }: QueuedTurn): Asked | null {
    const asked = askedAhead;
    if (asked !== null && (asked.causeSeq !== causeSeq || asked.words !== input.words)) {
      forgetAsked();
      return null;
    }
    askedAhead = null;
    return asked;
  }

  async function run(turn: QueuedTurn): Promise<void> {
    const isSpoken = turn.input.kind === 'voice' || journal.lesson().session.mode === 'voice';
    speech = isSpoken ? needs.openSpeech(turn.id) : null;
    const ahead = takeAsked(turn);
    const me: Running = { turn, text: '', stop: ahead?.stop ?? new AbortController(), speech };
    running = me;
    try {
      needs.wakeAt(now().getTime() + WATCH_MS);
      log().beginTurn(turn.id);
      if (turn.tries >= MOST_TRIES) return end(turn, closing(turn, FAILED, 'failed'), false);
      needs.send({ event: 'session:typing', data: { messageId: turn.id } });
      const { lesson, frames, first } = ahead?.follow(turn) ?? begin(turn, journal.lesson(), me.stop);
      let next = first;
      // The model is asked while moderation reads; nothing is shown before it has spoken.
      if (await needs.isFlagged(lesson, turn.input.words)) {
        me.stop.abort();
        next.catch(() => undefined);
        flag(turn);
        return await needs.tell(lesson, 'flagged');
      }
      for (let frame = await next; frame.done !== true; frame = await next) {
        take(me, frame.value);
        next = frames.next();
      }
    } catch (thrown) {
      needs.report('session.turn.failed', { turn: turn.id, error: describeError(thrown) });
      end(turn, closing(turn, FAILED, 'failed'), true);
    } finally {
      running = null;
    }
  }

  /** A calm word to the learner, a lasting notice to those who teach: the feed tells only who looks at it now. */
  function flag(turn: QueuedTurn): void {
    journal.write(() => {
      log().post([{ kind: 'flagged', turn: turn.id, at: now().toISOString() }]);
      return [];
    });
    end(turn, closing(turn, FLAGGED, 'complete'), false);
  }

  function inputOf(turn: Askable): TurnInput {
    const { memory } = journal.lesson();
    const since = log().messagesBetween(memory?.through ?? 0, turn.causeSeq);
    const [asked, steps] = [log().askedQuestions(), log().steps(turn.id)];
    return { ...turn.input, messageId: turn.id, asked, steps, ...recall(memory, since) };
  }

  function take(me: Running, frame: TurnFrame): void {
    const { id: messageId } = me.turn;
    switch (frame.type) {
      case 'delta': {
        const { offset, text } = frame;
        me.text = me.text.slice(0, offset) + text;
        me.speech?.push(offset, text);
        needs.send({ event: 'session:delta', data: { messageId, offset, text } });
        return;
      }
      case 'step':
        journal.send(
          journal.write(() => {
            log().addStep(messageId, frame.step);
            if (frame.step.kind === 'verdict') log().keepVerdict(messageId, frame.step.verdict);
            return journal.act(frame.effects);
          }),
        );
        return;
      case 'end':
        end(me.turn, heardPart(me, frame.message), frame.retry);
        if (frame.refusal !== null) needs.send(errorFrame('rate_limited', frame.refusal, me.turn.cause));
        return;
      default:
        frame satisfies never;
    }
  }

  /** Of an answer that was broken off while it was spoken, only what was heard counts as said. */
  function heardPart({ speech: spoken, heard }: Running, message: MessageData): MessageData {
    if (spoken === null) return message;
    if (message.status === 'complete') {
      spoken.end();
      return message;
    }
    return cutTo(message, spoken.stop(heard));
  }

  /** Silences the voice: the learner has something to say. What they did not hear any more was not said. */
  function hush(heard?: Heard): void {
    if (speech === null) return;
    const index = heard?.messageId === speech.messageId ? heard.index : undefined;
    if (running?.speech === speech) {
      running.heard = index;
      running.stop.abort(new AppError('conflict', 'Interrupted.'));
      return;
    }
    const said = log().findMessage(speech.messageId);
    const part = speech.stop(index);
    speech = null;
    if (said === undefined || part === null || said.status !== 'complete') return;
    journal.send(journal.write(() => [journal.speak({ ...cutTo(said, part), status: 'cancelled' })]));
  }

  /** One turn ends in one message. A failed one says so once, and is answered when that becomes possible. */
  function end(turn: QueuedTurn, message: MessageData, mayRetry: boolean): void {
    const willRetry = mayRetry && turn.tries + 1 < MOST_TRIES;
    const status = willRetry ? 'failed' : message.status === 'cancelled' ? 'cancelled' : 'done';
    const notBefore =
      now().getTime() + pauseAfter(Math.min(LAST_RETRY, turn.tries + FIRST_RETRY), needs.random());
    const events = journal.write(() => {
      log().endTurn(turn.id, status, notBefore);
      if (turn.status === 'failed' && message.status === 'failed') return [];
      journal.touch();
      const { replaces } = turn.input;
      return [journal.speak(replaces === undefined ? message : { ...message, replaces })];
    });
    journal.send(events);
    for (const answered of waiting.get(turn.cause) ?? []) answered();
    waiting.delete(turn.cause);
  }

  return {
    /** Runs all that may run now. */
    runAll: async (): Promise<void> => {
      const next = () => log().nextTurn(now().getTime());
      for (let turn = next(); turn !== undefined; turn = next()) await run(turn);
    },

    /** Makes the next question ready, for when nobody waits. */
    prepare: readied.prepare,

    /**
     * Asks the model what was made ready, for a turn that is about to be stored: should this process die before, the words
     * were not acknowledged and come again. False where nothing fits.
     */
    askReadied: (input: QueuedTurn['input'], effects: readonly Effect[]): boolean => {
      const asked = readied.ask(input, effects);
      if (asked === null) return false;
      const { lesson, chat } = asked;
      const stop = new AbortController();
      const drop = () => {
        chat.then(
          (begun) => begun?.drop(),
          () => undefined,
        );
      };
      const follow = (turn: Askable) => begin(turn, lesson, stop, chat);
      // It may fail before anybody looks.
      chat.catch(() => undefined);
      askedAhead = { causeSeq: log().lastSeq() + 1, words: input.words, stop, follow, drop };
      return true;
    },

    /** The same for a turn that nothing was made ready for; `lesson` is as it will be when it is stored. */
    askAhead: (turn: Askable, lesson: Lesson): void => {
      const { causeSeq, input } = turn;
      const stop = new AbortController();
      const begun = begin(turn, lesson, stop);
      // It may fail before anybody looks.
      begun.first.catch(() => undefined);
      askedAhead = { causeSeq, words: input.words, stop, follow: () => begun, drop: () => undefined };
    },

    forgetAsked,

    hush,

    /** What is being written right now. */
    partial: () => (running === null ? null : { messageId: running.turn.id, text: running.text }),

    /** The answer to the message with this id as far as it is written, in one piece; nothing where none is under way. */
    writtenSoFar: (cause: string): EphemeralEvent[] =>
      running?.turn.cause === cause && running.text !== ''
        ? [{ event: 'session:delta', data: { messageId: running.turn.id, offset: 0, text: running.text } }]
        : [],

    /** Stops the answer with this id, or to the message with this id; what was written stays. */
    cancel: (id: string, heard?: Heard): void => {
      const turn = log().findTurn(id);
      if (speech?.messageId === (turn?.id ?? id)) {
        hush(heard);
        return;
      }
      if (turn === undefined || (turn.status !== 'waiting' && turn.status !== 'failed')) return;
      if (running?.turn.id === turn.id) running.stop.abort(new AppError('conflict', 'Cancelled.'));
      else end(turn, closing(turn, '', 'cancelled'), false);
    },

    /** Resolves when the message with this id has its answer, be it that it failed. */
    answered: (cause: string): Promise<void> =>
      new Promise((resolve) => {
        if (log().findTurn(cause)?.status !== 'waiting') resolve();
        else waiting.set(cause, [...(waiting.get(cause) ?? []), resolve]);
      }),
  };
}

/** The beginning of a message, with the citations that stand in it; all of it for null. */
function cutTo(message: MessageData, part: HeardPart | null): MessageData {
  if (part === null) return message;
  const content = heardOf(message.content, part);
  return { ...message, content, citations: message.citations.filter(({ n }) => content.includes(`[${n}]`)) };
}

const closing = (
  { id: messageId }: QueuedTurn,
  content: string,
  status: MessageData['status'],
): MessageData => ({
  messageId,
  role: 'assistant',
  content,
  citations: [],
  toolCalls: [],
  media: [],
  status,
});
