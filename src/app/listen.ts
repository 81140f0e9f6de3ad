/** A console's socket on its organization's feed, and the gate told that it hangs on a token. */
import type { Person } from '../base/person.ts';
import type { EdgeBindings } from './deps.ts';
import { openGate } from './gate.ts';

export type Listen = (
  request: Request,
  person: Person,
  token: { jti: string; expiresAt: Date },
) => Promise<Response>;

export const listenOn =
  ({ FEED, GATE }: Pick<EdgeBindings, 'FEED' | 'GATE'>): Listen =>
  async (request, { userId, organizationId }, { jti, expiresAt }) => {
    const id = FEED.idFromName(organizationId);
    const at = new URL('https://feed/');
    at.searchParams.set('jti', jti);
    at.searchParams.set('expiresAt', String(expiresAt.getTime()));
    const response = await FEED.get(id).fetch(new Request(at, { headers: request.headers }));
    // After the socket is there: a token that ended meanwhile is told of at once.
    await openGate(GATE).watch(userId, { jti, kind: 'feed', object: id.toString() });
    return response;
  };
