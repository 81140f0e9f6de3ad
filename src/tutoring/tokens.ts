/** The tokens that opened a session's sockets: they end, run out, or are renewed in place. */
import type { Badges } from './badges.ts';
import { CLOSE, errorFrame } from './frames.ts';
import type { Visitor } from './live.ts';
import type { EphemeralEvent } from './protocol.ts';

export type TokenNeeds = {
  badges: Badges;
  tell: (socket: WebSocket, event: EphemeralEvent) => void;
  /** Who holds a token; throws `AppError` for one that is not good. The gate tells this object when it ends. */
  admit: (token: string) => Promise<Visitor>;
  now: () => Date;
};

/** So long a socket whose token was put in another's place may take to bring that one, milliseconds. */
const RENEWAL_MS = 30_000;

export function openTokens({ badges, tell, admit, now }: TokenNeeds) {
  const end = (socket: WebSocket): void => socket.close(CLOSE.tokenEnded, 'The token has ended.');

  function haveEnded(socket: WebSocket): boolean {
    const { ended, visitor } = badges.of(socket);
    return ended || visitor.expiresAt <= now().getTime();
  }

  return {
    end,
    haveEnded,

    /** The same person with another token goes on where they were; what was missed meanwhile comes with the next join. */
    renew: async (socket: WebSocket, token: string): Promise<void> => {
      const visitor = await admit(token).catch((thrown: unknown) => {
        if (haveEnded(socket)) end(socket);
        throw thrown;
      });
      const who = badges.of(socket);
      const isSame = visitor.userId === who.visitor.userId;
      if (!isSame || (!who.mayWrite && visitor.role === 'learner'))
        return socket.close(CLOSE.notYours, 'This session belongs to somebody else.');
      badges.set(socket, { ...who, visitor, ended: false });
    },

    /** The gate says that a token has ended, or that the same person has another in its place. */
    ended: (jti: string, rotated: boolean): void => {
      for (const socket of badges.where(({ visitor }) => visitor.jti === jti)) {
        if (!rotated) {
          end(socket);
          continue;
        }
        badges.set(socket, { ...badges.of(socket), ended: true });
        tell(socket, errorFrame('authentication_error', 'The token has been renewed: bring the new one.'));
        setTimeout(() => {
          if (badges.of(socket).ended) end(socket);
        }, RENEWAL_MS);
      }
    },
  };
}
