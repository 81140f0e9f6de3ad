/** Who is on each socket, as a sleeping socket remembers it: a tiny attachment, read once a life of the object. */
import { z } from 'zod';
import { Visitor } from './live.ts';

const Badge = z.object({
  visitor: Visitor,
  mayWrite: z.boolean(),
  joined: z.boolean(),
  /** Frames in a row that broke the protocol. */
  strikes: z.number(),
  /** Looks on and has said so to the learner. */
  announced: z.boolean().default(false),
  /** Its token was put in another's place: it hears nothing until it brings that one. */
  ended: z.boolean().default(false),
});
export type Badge = z.infer<typeof Badge>;

export type Badges = ReturnType<typeof openBadges>;

export function openBadges(state: Pick<DurableObjectState, 'getWebSockets'>) {
  // Reading an attachment back costs more than a delta is worth.
  const read = new WeakMap<WebSocket, Badge>();

  function of(socket: WebSocket): Badge {
    const known = read.get(socket) ?? Badge.parse(socket.deserializeAttachment());
    read.set(socket, known);
    return known;
  }

  return {
    of,
    set: (socket: WebSocket, badge: Badge): void => {
      socket.serializeAttachment(badge);
      read.set(socket, badge);
    },
    /** Open sockets whose badge fits. */
    where: (fits: (badge: Badge) => boolean): WebSocket[] =>
      state.getWebSockets().filter((socket) => socket.readyState === WebSocket.OPEN && fits(of(socket))),
  };
}
