import { AppError, required } from '../base/errors.ts';
import { createRoute, only, personOf, router } from '../base/http.ts';
import type { Person } from '../base/person.ts';

export type FeedNeeds = {
  listen: (request: Request, person: Person, token: { jti: string; expiresAt: Date }) => Promise<Response>;
};

export const feedRoutes = router<FeedNeeds>().openapi(
  createRoute({
    method: 'get',
    path: '/api/admin/feed',
    summary: 'What happens in the organization, live (WebSocket, subprotocol nuggets.v1)',
    ...only('instructor'),
    responses: { 101: { description: 'Frames: `{event, data}`' } },
  }),
  async (c) => {
    if (c.req.header('Upgrade')?.toLowerCase() !== 'websocket')
      throw new AppError('validation_error', 'This address speaks WebSocket only.');
    return c.get('needs').listen(c.req.raw, personOf(c), required(c.get('token')));
  },
);
