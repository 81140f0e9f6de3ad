import type { ClientFrame } from '../../tutoring/protocol.ts';
import { browserLink } from '../api/browser-link.ts';
import { keepLesson, keptLesson } from '../shell/offline.ts';
import { type Conversation, makeConversation } from './conversation.ts';
import { EMPTY, type Lesson } from './fold.ts';
import { wantsToHear } from './hearing.ts';
import { eitherLine } from './line.ts';
import { makePlayback } from './playback.ts';
import { makeVoice, type Voice } from './voice.ts';

/** A conversation over this browser's own lines, clock and storage. */
export const converse = (sessionId: string): Conversation => {
  const path = `/api/learning/sessions/${encodeURIComponent(sessionId)}`;
  const needs = eitherLine({
    ...browserLink(`${path}/ws`),
    openStream: async (on) => (await import('./stream-line.ts')).openStream(path, on),
    isReachable: () => fetch('/icon.svg', { method: 'HEAD', cache: 'no-store' }).then(Boolean, () => false),
  });
  return makeConversation({
    ...needs,
    newId: () => crypto.randomUUID(),
    // A page in the background gets no frames, but its words must not wait for them.
    beforePaint: (run) => (document.hidden ? setTimeout(run, 100) : requestAnimationFrame(run)),
    store: frameStore(sessionId),
  });
};

/** Speaking in a conversation, with this browser's own microphone and speakers. */
export const speakOver = (talk: Conversation): Voice =>
  makeVoice({
    talk,
    openMicrophone: async (onPiece) =>
      import('./microphone.ts').then(
        ({ openMicrophone }) => openMicrophone(onPiece),
        () => 'unsupported',
      ),
    playback: makePlayback(),
    newId: () => crypto.randomUUID(),
    now: () => Date.now(),
    isSeen: () => !document.hidden,
    isHeard: wantsToHear,
  });

/** One key a frame, so that two tabs of one lesson do not overwrite each other's. */
function frameStore(sessionId: string) {
  const prefix = `nuggets.outbox.${sessionId}.`;
  return {
    all: (): ClientFrame[] =>
      Object.keys(localStorage)
        .filter((key) => key.startsWith(prefix))
        .map((key): { at: number; frame: ClientFrame } => JSON.parse(localStorage.getItem(key) ?? ''))
        .sort((a, b) => a.at - b.at)
        .map(({ frame }) => frame),
    put: (frame: ClientFrame) =>
      localStorage.setItem(prefix + frame.id, JSON.stringify({ at: Date.now(), frame })),
    remove: (id: string) => localStorage.removeItem(prefix + id),
  };
}

/** Events beyond which a lesson is not kept: it would be megabytes to write at every word. */
const MOST_KEPT = 3000;
/** A lesson rests this long before it is kept, milliseconds. */
const KEEP_AFTER_MS = 1500;

/**
 * Starts a conversation from what this device kept of it, and keeps it as it goes on: the last lesson can be
 * read without a network, and with one only what is new is sent. Returns what ends it.
 */
export function converseKept(sessionId: string, talk: Conversation): () => void {
  let isOver = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  void keptLesson(sessionId).then((kept) => {
    if (isOver) return;
    const lesson = readKept(kept);
    if (lesson !== undefined) talk.restore(lesson);
    talk.start();
  });
  const unsubscribe = talk.lesson.subscribe(({ session, events, lastSeq }) => {
    clearTimeout(timer);
    if (session === null || events.length === 0 || events.length > MOST_KEPT) return;
    timer = setTimeout(() => void keepLesson(sessionId, { session, events, lastSeq }), KEEP_AFTER_MS);
  });
  return () => {
    isOver = true;
    clearTimeout(timer);
    unsubscribe();
    talk.close();
  };
}

type Kept = Pick<Lesson, 'session' | 'events'>;

/** What was kept is only taken where its events are whole: numbered from 1 without a gap. */
const isKept = (kept: unknown): kept is Kept =>
  typeof kept === 'object' &&
  kept !== null &&
  'session' in kept &&
  'events' in kept &&
  Array.isArray(kept.events) &&
  kept.events.every((event: { seq?: unknown }, i) => event.seq === i + 1);

const readKept = (kept: unknown): Lesson | undefined =>
  isKept(kept) && kept.session !== null
    ? { ...EMPTY, session: kept.session, events: kept.events, lastSeq: kept.events.length }
    : undefined;
