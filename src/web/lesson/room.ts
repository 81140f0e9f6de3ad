import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Citation } from '../../tutoring/protocol.ts';
import type { Conversation } from './conversation.ts';
import type { Voice } from './voice.ts';

/** What every part of the canvas shares: the conversation, the source that is open, and whether one may speak. */
export type Room = {
  sessionId: string;
  talk: Conversation;
  voice: Voice;
  /** The citation whose page stands beside the text. */
  source: Signal<Citation | null>;
  /** Looking on: everything is shown, nothing can be done. */
  isReadOnly: ReadonlySignal<boolean>;
  /** Which sheet is open where there is no room for side panels. */
  sheet: Signal<'path' | null>;
  /** What was chosen or written for each question on this page: it stays where its card is drawn anew. */
  answers: Map<string, string>;
  /** Opens a page; closing it gives the focus back to where it was opened from. */
  open: (citation: Citation) => void;
  close: () => void;
};

export function makeRoom(
  sessionId: string,
  { talk, voice }: Pick<Room, 'talk' | 'voice'>,
  isReadOnly: ReadonlySignal<boolean>,
): Room {
  const source = signal<Citation | null>(null);
  let openedFrom: Element | null = null;
  return {
    sessionId,
    talk,
    voice,
    source,
    isReadOnly,
    sheet: signal(null),
    answers: new Map(),
    open: (citation) => {
      openedFrom = document.activeElement;
      source.value = citation;
    },
    close: () => {
      source.value = null;
      if (openedFrom instanceof HTMLElement && openedFrom.isConnected) openedFrom.focus();
      openedFrom = null;
    },
  };
}

const RoomContext = createContext<Room | undefined>(undefined);
export const RoomProvider = RoomContext.Provider;

export function useRoom(): Room {
  const room = useContext(RoomContext);
  if (room === undefined) throw new Error('no lesson around this part');
  return room;
}
