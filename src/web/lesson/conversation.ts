import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { ClientFrame } from '../../tutoring/protocol.ts';
import { type LinkNeeds, type LinkState, makeLink } from '../api/link.ts';
import { EMPTY, fold, type Lesson, type ServerFrame, type Writing } from './fold.ts';
import {
  acknowledged,
  added,
  disconnected,
  dropped,
  isLasting,
  type Outbox,
  refusedFrame,
  sent,
  settled,
  toSend,
} from './outbox.ts';
import { steady } from './steady.ts';

/** One lesson as the page lives it: the socket's frames folded, the learner's own words kept until they are safe. */

export type ConversationNeeds = LinkNeeds & {
  newId: () => string;
  /** Runs before the next paint, once; a second call before it ran is the caller's to avoid. */
  beforePaint: (run: () => void) => void;
  /** What outlives the page: frames that were not acknowledged yet. */
  store: {
    all: () => readonly ClientFrame[];
    put: (frame: ClientFrame) => void;
    remove: (id: string) => void;
  };
};

/** Frames without the id, which the conversation gives them. */
type Told<Frame = ClientFrame> = Frame extends { id: string } ? Omit<Frame, 'id'> : never;

/** What hears the line: every frame, and every sound with the frame that announced it. */
export type Listener = {
  /** Says whether it has told the learner of an error, so that nothing else does. */
  frame: (frame: ServerFrame) => boolean;
  sound: (of: SoundData, data: ArrayBuffer) => void;
};
export type SoundData = Extract<ServerFrame, { event: 'session:voice:audio' }>['data'];

export type Conversation = {
  lesson: ReadonlySignal<Lesson>;
  outbox: ReadonlySignal<Outbox>;
  link: ReadonlySignal<LinkState>;
  /** What is being written, as far as it may be shown; changes at most once a frame. */
  painted: ReadonlySignal<Writing | null>;
  /** The last refusal that belongs to no frame, as one sentence. */
  notice: ReadonlySignal<string | null>;
  /** Sends, or keeps until there is a line; returns the frame's id. */
  tell: (frame: Told) => string;
  /** Sends now or never, as it is: what belongs to the moment. False where there is no line. */
  pass: (frame: ClientFrame | ArrayBuffer) => boolean;
  /** Returns what ends it. */
  listen: (listener: Listener) => () => void;
  /** Stops the answer that is being written. */
  stop: () => void;
  /** Sends a refused frame once more, as a new one. */
  again: (id: string) => void;
  drop: (id: string) => void;
  /** Tells the learner that one looks on, now and after every loss of the line. */
  announce: () => void;
  retry: () => void;
  /** The network is known to be gone. */
  lost: () => void;
  /** Begins from a lesson that was kept on this device, where nothing has come yet. */
  restore: (kept: Lesson) => void;
  start: () => void;
  close: () => void;
};

export function makeConversation(needs: ConversationNeeds): Conversation {
  const lesson = signal<Lesson>(EMPTY);
  const outbox = signal<Outbox>(needs.store.all().reduce<Outbox>(added, []));
  const linkState = signal<LinkState>({ kind: 'connecting' });
  const painted = signal<Writing | null>(null);
  const notice = signal<string | null>(null);
  const listeners = new Set<Listener>();
  let announced: SoundData | undefined;
  let hasJoined = false;
  let isAnnounced = false;
  let paintIsDue = false;

  const link = makeLink(needs, {
    state: (state) => {
      linkState.value = state;
      if (state.kind === 'open') return;
      hasJoined = false;
      outbox.value = disconnected(outbox.peek());
    },
    opened: () => join(),
    message: (text) => receive(JSON.parse(text)),
    // A sound comes right behind the frame that says which it is.
    bytes: (data) => {
      if (announced !== undefined) for (const { sound } of listeners) sound(announced, data);
      announced = undefined;
    },
  });

  const join = () => {
    const { lastSeq } = lesson.peek();
    const data = isAnnounced ? { lastSeq, announce: true } : { lastSeq };
    link.send(JSON.stringify({ event: 'session:join', id: needs.newId(), data }));
  };

  /** What was missed comes first, so that nothing said is answered out of order. */
  const flush = () => {
    if (!hasJoined) return;
    for (const frame of toSend(outbox.peek())) {
      if (link.send(JSON.stringify(frame))) outbox.value = sent(outbox.peek(), frame.id);
    }
  };

  const paint = () => {
    paintIsDue = false;
    const { writing } = lesson.peek();
    painted.value = writing === null ? null : { ...writing, text: steady(writing.text) };
  };

  const receive = (frame: ServerFrame) => {
    batch(() => {
      const folded = fold(lesson.peek(), frame);
      lesson.value = folded.lesson;
      if (folded.join) join();
      outbox.value = heard(outbox.peek(), frame, folded.lesson.lastSeq, needs.store.remove);
      const isTold = [...listeners].map((listener) => listener.frame(frame)).some(Boolean);
      if (frame.event === 'error' && !isTold && !isShownWhereMade(outbox.peek(), frame.data.id))
        notice.value = frame.data.message;
      if (frame.event === 'session:message') notice.value = null;
      if (folded.lesson.writing === null) painted.value = null;
      if (frame.event === 'session:joined') hasJoined = true;
    });
    if (frame.event === 'session:joined') flush();
    if (frame.event === 'session:voice:audio') announced = frame.data;
    if (lesson.peek().writing !== null && !paintIsDue) {
      paintIsDue = true;
      needs.beforePaint(paint);
    }
  };

  const tell = (told: Told): string => {
    const id = needs.newId();
    const frame: ClientFrame = { ...told, id };
    if (!isLasting(frame)) {
      link.send(JSON.stringify(frame));
      return id;
    }
    needs.store.put(frame);
    notice.value = null;
    outbox.value = added(outbox.peek(), frame);
    flush();
    return id;
  };

  const pass = (frame: ClientFrame | ArrayBuffer): boolean =>
    link.send(frame instanceof ArrayBuffer ? frame : JSON.stringify(frame));

  return {
    lesson,
    outbox: computed(() => outbox.value),
    link: linkState,
    painted,
    notice,
    tell,
    pass,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    stop: () => {
      const { writing } = lesson.peek();
      if (writing !== null) tell({ event: 'session:cancel', data: { messageId: writing.messageId } });
    },
    again: (id) => {
      const found = outbox.peek().find(({ frame }) => frame.id === id);
      if (found === undefined) return;
      outbox.value = dropped(outbox.peek(), id);
      needs.store.remove(id);
      const { id: _id, ...told } = found.frame;
      tell(told);
    },
    drop: (id) => {
      outbox.value = dropped(outbox.peek(), id);
      needs.store.remove(id);
    },
    announce: () => {
      isAnnounced = true;
      join();
    },
    retry: link.retry,
    lost: link.lost,
    restore: (kept) => {
      if (lesson.peek().lastSeq === 0) lesson.value = kept;
    },
    start: link.start,
    close: link.stop,
  };
}

/** Whether what was refused stands on the page itself, with its reason. */
const isShownWhereMade = (outbox: Outbox, id: string | undefined): boolean =>
  outbox.some(
    ({ frame: { id: own, event } }) =>
      own === id && event !== 'session:edit' && event !== 'session:regenerate',
  );

/** What a server frame says about the learner's own. */
function heard(outbox: Outbox, frame: ServerFrame, lastSeq: number, forget: (id: string) => void): Outbox {
  if (frame.event === 'session:ack') {
    forget(frame.data.id);
    return settled(acknowledged(outbox, frame.data.id, frame.data.seq), lastSeq);
  }
  if (frame.event === 'error' && frame.data.id !== undefined) {
    forget(frame.data.id);
    return refusedFrame(outbox, frame.data.id, frame.data.message);
  }
  return settled(outbox, lastSeq);
}
