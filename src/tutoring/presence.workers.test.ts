import { runInDurableObject } from 'cloudflare:test';
import { beforeEach, describe, expect, test } from 'vitest';
import { script } from '../../dev/test-models.ts';
import { invite, person, type TestPerson } from '../../dev/test-people.ts';
import { openSchool } from '../../dev/test-school.ts';
import { objectOf, openSocket, type TestSocket } from '../../dev/test-sockets.ts';
import { openBadges } from './badges.ts';
import { openSockets } from './sockets.ts';

describe('who is on the sockets', () => {
  let admin: TestPerson;
  let learner: TestPerson;
  let sessionId: string;
  let socket: TestSocket;

  beforeEach(async () => {
    const school = await openSchool();
    ({ admin, learner } = school);
    await script(school.model, { text: 'Hello.' });
    sessionId = await school.begin();
    socket = await openSocket(learner, sessionId);
    await socket.join();
  });

  const watched = (n: number) =>
    socket.until(({ event, data }) => event === 'session:watched' && data['watchers'] === n);

  test('an instructor looks on silently, or says so; the learner is told when they come and go', async () => {
    const instructor = await invite(admin, 'instructor');
    const silent = await openSocket(instructor, sessionId);
    await silent.join();
    const announced = await openSocket(instructor, sessionId);
    announced.send('session:join', { lastSeq: 0, announce: true });
    await watched(1);
    expect(socket.frames.filter(({ event }) => event === 'session:watched')).toHaveLength(1);
    const other = await openSocket(learner, sessionId);
    await other.join();
    await other.until(({ event }) => event === 'session:watched');
    announced.close();
    await watched(0);
    socket.send('session:message', { content: 'Hi' });
    await Promise.all([socket.reply(), silent.reply()]);
    // A learner's own second device is nobody who looks on.
    other.send('session:join', { lastSeq: 0, announce: true });
    await other.join();
    expect(socket.frames.filter(({ event }) => event === 'session:watched')).toHaveLength(2);
  });

  const errorOf = (one: TestSocket, id?: string) =>
    one.until(({ event, data }) => event === 'error' && (id === undefined || data['id'] === id));

  test('a token that was refreshed is renewed in place: nothing is heard with the old one, and nothing is missed', async () => {
    const { token } = Object(await learner.ask('/api/auth/refresh', { method: 'POST' }));
    expect((await errorOf(socket)).data).toMatchObject({ errorType: 'authentication_error' });
    const elsewhere = await openSocket(person({ token, user: learner.user }), sessionId);
    await elsewhere.join();
    elsewhere.send('session:message', { content: 'Said elsewhere' });
    await elsewhere.reply();
    expect(socket.frames.filter(({ event }) => event === 'session:message')).toEqual([]);
    const id = socket.send('session:renew', { token });
    expect(await socket.ack(id)).toBe(null);
    socket.send('session:join', { lastSeq: 1 });
    await socket.until(
      ({ event, data }) => event === 'session:joined' && JSON.stringify(data).includes('Said elsewhere'),
    );
    socket.send('session:message', { content: 'Here again' });
    await socket.until(({ event, data }) => event === 'session:message' && data['content'] === 'Here again');
  });

  test('without the new token the next frame ends it', async () => {
    await learner.ask('/api/auth/refresh', { method: 'POST' });
    await errorOf(socket);
    socket.send('session:message', { content: 'Still me' });
    expect(await socket.closed).toBe(4401);
  });

  test('a token that is none is refused; another person’s closes the socket', async () => {
    expect((await errorOf(socket, socket.send('session:renew', { token: 'none' }))).data).toMatchObject({
      errorType: 'authentication_error',
    });
    socket.send('session:message', { content: 'Hi' });
    await socket.reply();
    socket.send('session:renew', { token: (await invite(admin, 'learner', 'other')).token });
    expect(await socket.closed).toBe(4403);
  });

  test('a token that runs out mid-lesson: the socket hears the new one and nothing else', async () => {
    const days = 24 * 3_600_000;
    await runInDurableObject(objectOf(learner.organizationId, sessionId), async (_one, state) => {
      const [server] = state.getWebSockets();
      if (server === undefined) throw new Error('no socket');
      const { visitor } = openBadges(state).of(server);
      let now = Date.now() + 4 * days;
      const sockets = openSockets({
        state,
        conductor: () => {
          throw new Error('nothing was to be heard');
        },
        view: () => {
          throw new Error('nothing was to be told');
        },
        streams: () => ({ watchers: () => 0, tellLearner: () => undefined }),
        admit: async () => ({ ...visitor, jti: crypto.randomUUID(), expiresAt: now + days }),
        now: () => new Date(now),
      });
      const frame = (event: string, data: object) =>
        sockets.hear(server, JSON.stringify({ event, id: crypto.randomUUID(), data }));
      await frame('session:renew', { token: 'a new one' });
      now += 2 * days;
      await frame('session:message', { content: 'Too late' });
    });
    await socket.until(({ event }) => event === 'session:ack');
    expect(await socket.closed).toBe(4401);
  });

  test('frames that come out of order or about something else are refused, and the socket stays', async () => {
    const unknown = crypto.randomUUID();
    const wrong: [string, object, string][] = [
      ['session:answer', { questionId: unknown, answer: 'x' }, 'conflict'],
      ['session:hint', { questionId: unknown }, 'conflict'],
      ['session:choice', { choiceId: 'of-another-session' }, 'not_found'],
      ['session:voice:stop', {}, 'conflict'],
      ['session:regenerate', { messageId: unknown }, 'conflict'],
      ['session:edit', { messageId: unknown, content: 'x' }, 'conflict'],
    ];
    for (const [event, data, errorType] of wrong)
      expect((await errorOf(socket, socket.send(event, data))).data).toMatchObject({ errorType });
    const longest = '🐙'.repeat(4000);
    socket.send('session:message', { content: longest });
    const said = await socket.until(({ event }) => event === 'session:message');
    expect(said).toMatchObject({ seq: 2, data: { content: longest } });
    await socket.reply();
  });

  test('a flood is slowed, and one that goes on is ended', async () => {
    for (let i = 0; i < 80; i++) socket.send('session:cancel', { messageId: crypto.randomUUID() });
    await socket.until(({ event, data }) => event === 'error' && data['errorType'] === 'rate_limited');
    expect(await socket.closed).toBe(4400);
  });

  test('the gate ends the renewed token’s socket too', async () => {
    const { token } = Object(await learner.ask('/api/auth/refresh', { method: 'POST' }));
    await errorOf(socket);
    await socket.ack(socket.send('session:renew', { token }));
    await person({ token, user: learner.user }).ask('/api/auth/logout', { method: 'POST' });
    expect(await socket.closed).toBe(4401);
  });
});
