import type { ClientFrame } from '../../tutoring/protocol.ts';

/**
 * What the learner did and the server may not have heard yet. A frame keeps its id for life, so sending it again
 * after a lost connection, a reload or from a second tab has the effect of sending it once. Pure.
 */
export type Outgoing = {
  frame: ClientFrame;
  /** `waiting` for a connection, `sent` and not acknowledged, `stored` under `seq`, or `refused` for good. */
  state: 'waiting' | 'sent' | 'stored' | 'refused';
  seq: number | null;
  /** Why it was refused, in the server's words. */
  because?: string;
};

export type Outbox = readonly Outgoing[];

/** Only what a learner said or chose outlives a connection: joining and cancelling belong to the moment. */
export const isLasting = (frame: ClientFrame): boolean =>
  frame.event === 'session:message' ||
  frame.event === 'session:edit' ||
  frame.event === 'session:regenerate' ||
  frame.event === 'session:answer' ||
  frame.event === 'session:choice' ||
  frame.event === 'session:hint';

const change = (outbox: Outbox, id: string, to: (out: Outgoing) => Outgoing): Outbox =>
  outbox.map((out) => (out.frame.id === id ? to(out) : out));

/** Adds a frame at the end; one that is there already stays as it is. */
export const added = (outbox: Outbox, frame: ClientFrame): Outbox =>
  outbox.some((out) => out.frame.id === frame.id)
    ? outbox
    : [...outbox, { frame, state: 'waiting', seq: null }];

export const sent = (outbox: Outbox, id: string): Outbox =>
  change(outbox, id, (out) => (out.state === 'waiting' ? { ...out, state: 'sent' } : out));

/** The server has it; without a `seq` it caused nothing that will be shown, and it is done with. */
export const acknowledged = (outbox: Outbox, id: string, seq: number | null): Outbox =>
  seq === null
    ? outbox.filter((out) => out.frame.id !== id)
    : change(outbox, id, (out) => ({ ...out, state: 'stored', seq }));

export const refusedFrame = (outbox: Outbox, id: string, because: string): Outbox =>
  change(outbox, id, (out) => ({ ...out, state: 'refused', because }));

/** Without a connection, what was sent and not acknowledged may be lost: it is sent again. */
export const disconnected = (outbox: Outbox): Outbox =>
  outbox.map((out) => (out.state === 'sent' ? { ...out, state: 'waiting' } : out));

/** Lets go of what has come back as an event that the page now shows. */
export const settled = (outbox: Outbox, lastSeq: number): Outbox =>
  outbox.filter((out) => out.state !== 'stored' || out.seq === null || out.seq > lastSeq);

export const dropped = (outbox: Outbox, id: string): Outbox => outbox.filter((out) => out.frame.id !== id);

/** What goes out now, in order. */
export const toSend = (outbox: Outbox): readonly ClientFrame[] =>
  outbox.filter(({ state }) => state === 'waiting').map(({ frame }) => frame);
