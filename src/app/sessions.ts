/** The sessions' objects, reached by name, as the tutoring room wants them. */

import type { TutorSession } from '../../workers/session.ts';
import type { OrganizationId, SessionId } from '../base/ids.ts';
import { type LiveSession, type LiveSessions, objectName, VISITOR } from '../tutoring/live.ts';

export const openSessions =
  (namespace: DurableObjectNamespace<TutorSession>): LiveSessions =>
  (organizationId: OrganizationId, sessionId: SessionId): LiveSession => {
    const id = namespace.idFromName(objectName(organizationId, sessionId));
    const stub = namespace.get(id);
    return {
      object: id.toString(),
      begin: (lesson) => stub.begin(lesson),
      view: () => stub.view(),
      progress: () => stub.progress(),
      choose: (choiceId) => stub.choose(choiceId),
      hear: (frame) => stub.hear(frame),
      complete: () => stub.complete(),
      flush: () => stub.flush(),
      erase: () => stub.erase(),
      fetch: (request, visitor) => {
        const headers = new Headers(request.headers);
        headers.set(VISITOR, encodeURIComponent(JSON.stringify(visitor)));
        return stub.fetch(new Request(request, { headers }));
      },
    };
  };
