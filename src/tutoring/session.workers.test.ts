import { runDurableObjectAlarm } from 'cloudflare:test';
import { beforeEach, describe, expect, inject, test } from 'vitest';
import { heard, script } from '../../dev/test-models.ts';
import { invite, signUp, type TestPerson } from '../../dev/test-people.ts';
import { REEF, type Reef } from '../../dev/test-reef.ts';
import { openSchool } from '../../dev/test-school.ts';
import { crash, objectOf, openAs, openSocket } from '../../dev/test-sockets.ts';
import { openDatabases } from '../base/db.ts';

const { system } = openDatabases(inject('databaseUrl'));
const rows = async (query: string) => (await system.sql.execute(query)).rows;

describe('a session', () => {
  let admin: TestPerson;
  let learner: TestPerson;
  let reef: Reef;
  let model: string;

  beforeEach(async () => {
    ({ admin, learner, reef, model } = await openSchool());
  });

  const begin = async (body: object = { nuggetId: reef.nuggetIds[0] }) =>
    Object(await learner.ask('/api/learning/sessions', { json: body }));
  const stub = (id: string) => objectOf(learner.organizationId, id);

  test('begins at a nugget, is answered with a citation, and stands in Postgres afterwards', async () => {
    await script(model, { text: `The text says: “Living polyps build on the skeletons of dead ones.” [1]` });
    const session = await begin();
    expect(session).toMatchObject({
      learnerId: learner.learnerId,
      currentNodeId: reef.nodeIds[0],
      currentNode: { nugget: { content: REEF[0] } },
      mode: 'text',
      completedAt: null,
    });
    const socket = await openSocket(learner, session.id);
    expect((await socket.join()).data).toMatchObject({
      session: { id: session.id },
      events: [{ seq: 1, event: 'session:node:updated' }],
      lastSeq: 1,
      partial: null,
    });
    const id = socket.send('session:message', { content: 'What do polyps build on?' });
    expect(await socket.ack(id)).toBe(2);
    const reply = await socket.reply();
    expect(reply).toMatchObject({
      seq: 3,
      data: {
        status: 'complete',
        citations: [
          { n: 1, nuggetId: reef.nuggetIds[0], documentId: reef.documentId, page: 1, title: 'Coral reefs' },
        ],
      },
    });
    const deltas = socket.frames.filter(({ event }) => event === 'session:delta');
    expect(deltas.length).toBeGreaterThan(3);
    expect(deltas.map(({ data }) => data['text']).join('')).toBe(reply.data['content']);
    const { items } = Object(await learner.ask(`/api/learning/sessions/${session.id}/messages`));
    expect(items).toMatchObject([
      { id, seq: 2, role: 'user', content: 'What do polyps build on?' },
      { id: reply.data['messageId'], seq: 3, role: 'assistant', status: 'complete' },
    ]);
    expect(await heard(model)).toHaveLength(1);
  });

  test('what the sources do not hold is searched for, and then said plainly, with the nearest that they do hold', async () => {
    // Nobody scripted this one: the offline models answer.
    await admin.ask('/api/admin/settings/ai-models', { method: 'PUT', json: { tutoringModel: 'gpt-4.1' } });
    const session = await begin();
    const socket = await openSocket(learner, session.id);
    await socket.join();
    socket.send('session:message', { content: 'Who won the football world cup of 1954?' });
    const { data } = await socket.reply();
    expect(data['toolCalls']).toMatchObject([{ name: 'search_nuggets', result: { ok: true } }]);
    expect(data['content']).toMatch(
      /^Your sources don't say anything about .+ (?:The nearest|What they do cover)/,
    );
  });

  test('a message sent twice is acknowledged twice and answered once, also after an eviction', async () => {
    await script(model, { text: 'Once.' });
    const session = await begin();
    const socket = await openSocket(learner, session.id);
    await socket.join();
    const id = socket.send('session:message', { content: 'Hello' });
    socket.send('session:message', { content: 'Hello' }, id);
    await socket.reply();
    socket.close();
    await crash(stub(session.id));
    const again = await openSocket(learner, session.id);
    again.send('session:message', { content: 'Hello' }, id);
    expect(await again.ack(id)).toBe(2);
    const joined = await again.join(0);
    expect(joined.data['events']).toMatchObject([
      { seq: 1 },
      { seq: 2 },
      { seq: 3, data: { role: 'assistant' } },
    ]);
    expect(await heard(model)).toHaveLength(1);
  });

  test('two sockets stay in step, and one that comes back gets what it missed', async () => {
    await script(model, { text: 'One two three.' });
    const session = await begin();
    const [here, there] = [await openSocket(learner, session.id), await openSocket(learner, session.id)];
    await Promise.all([here.join(), there.join()]);
    here.send('session:message', { content: 'Hello' });
    await Promise.all([here.reply(), there.reply()]);
    expect(there.durable()).toEqual(here.durable());
    there.close();
    here.send('session:message', { content: 'And again' });
    await here.reply(3);
    const back = await openSocket(learner, session.id);
    const joined = await back.join(3);
    expect(joined.data['events']).toMatchObject([
      { seq: 4, data: { content: 'And again' } },
      { seq: 5, data: { role: 'assistant' } },
    ]);
  });

  test('a question is asked, answered, judged, and moves mastery: event, progress rows, the learner’s map', async () => {
    const ask = {
      concept: 'polyps',
      kind: 'cloze',
      question: 'Polyps build on the ____ of dead ones.',
      answer: 'skeletons',
      quote: 'Living polyps build on the skeletons of dead ones.',
    };
    await script(
      model,
      { calls: [{ name: 'ask_question', arguments: ask }] },
      { text: 'Try it.' },
      { text: 'Almost: it is what is left of them, the skeletons.' },
      { text: 'Right.' },
    );
    const session = await begin();
    const socket = await openSocket(learner, session.id);
    await socket.join();
    socket.send('session:message', { content: 'Quiz me' });
    const asked = await socket.until(({ event }) => event === 'session:question');
    expect(asked.data).toEqual({
      questionId: expect.any(String),
      kind: 'cloze',
      question: ask.question,
      concept: 'polyps',
      hintsAllowed: 3,
    });
    const first = await socket.reply();
    socket.send('session:answer', { questionId: asked.data['questionId'], answer: 'shells' });
    const second = await socket.reply(first.seq);
    expect(second.data['content']).not.toContain('skeletons');
    const id = socket.send('session:answer', {
      questionId: asked.data['questionId'],
      answer: 'the skeletons',
    });
    const seq = await socket.ack(id);
    const moved = await socket.until(
      (frame) => frame.event === 'session:progress:updated' && (frame.seq ?? 0) > (seq ?? 0),
    );
    expect(moved.data).toMatchObject({
      concept: reef.polyps,
      name: 'polyps',
      masteryLevel: expect.any(Number),
      previousLevel: expect.any(Number),
    });
    // Where the truth may lie is told with every estimate, around it.
    const { low, high, masteryLevel } = moved.data;
    expect(Number(low)).toBeLessThan(Number(masteryLevel));
    expect(Number(high)).toBeGreaterThan(Number(masteryLevel));
    const third = await socket.reply(second.seq);
    const progress = Object(await learner.ask(`/api/learning/sessions/${session.id}/progress`));
    expect(progress).toMatchObject({
      concepts: [{ concept: reef.polyps, name: 'polyps', masteryLevel, low, high }],
      nuggetsViewed: 1,
    });
    await learner.ask(`/api/learning/sessions/${session.id}/messages`);
    expect(
      await rows(
        `select score, hints_used from attempts where learner_id = '${learner.learnerId}' order by at`,
      ),
    ).toEqual([
      { score: 0, hints_used: 0 },
      { score: 1, hints_used: 1 },
    ]);
    expect(
      await rows(
        `select mastery_level from progress where learner_id = '${learner.learnerId}' order by created_at`,
      ),
    ).toHaveLength(2);
    await expect
      .poll(() => rows(`select mastery_map from learners where id = '${learner.learnerId}'`), {
        timeout: 5000,
      })
      .toEqual([{ mastery_map: { [reef.polyps]: moved.data['masteryLevel'] } }]);
    expect(third.data['status']).toBe('complete');
    expect(JSON.stringify(socket.frames)).not.toContain('"answer"');
  });

  test('a choice leads on, once, by socket and by HTTP', async () => {
    const session = await begin();
    const socket = await openSocket(learner, session.id);
    await socket.join();
    const id = socket.send('session:choice', { choiceId: 'on-0' });
    socket.send('session:choice', { choiceId: 'on-0' }, id);
    const moved = await socket.until(({ event, seq = 0 }) => event === 'session:node:updated' && seq > 1);
    expect([moved.seq, await socket.ack(id)]).toEqual([2, 2]);
    expect(moved.data).toMatchObject({ node: { id: reef.nodeIds[1] } });
    expect(await socket.until(({ event }) => event === 'session:progress:updated')).toMatchObject({
      seq: 3,
      data: { concept: reef.polyps },
    });
    const chosen = await learner.ask(`/api/learning/sessions/${session.id}/choices`, {
      json: { choiceId: 'on-1' },
    });
    expect(chosen).toMatchObject({ nextNode: { id: reef.nodeIds[2] }, masteryUpdates: [{ name: 'polyps' }] });
    expect(
      (await learner.fetch(`/api/learning/sessions/${session.id}/choices`, { json: { choiceId: 'on-1' } }))
        .status,
    ).toBe(404);
    const view = await learner.ask(`/api/learning/sessions/${session.id}`);
    expect(view).toMatchObject({
      currentNodeId: reef.nodeIds[2],
      pathHistory: [{ choiceId: null }, { choiceId: 'on-0' }, { choiceId: 'on-1' }],
    });
  });

  test('a turn that died with its process is answered after the alarm, under the same id, tools done once', async () => {
    await script(
      model,
      { calls: [{ name: 'search_nuggets', arguments: { query: 'fish' } }], text: 'Looking. ' },
      { stall: 3, text: 'Half of what I wanted to say' },
    );
    const session = await begin();
    const socket = await openSocket(learner, session.id);
    await socket.join();
    const id = socket.send('session:message', { content: 'What do fish do?' });
    const delta = await socket.until(
      ({ event, data }) => event === 'session:delta' && String(data['text']).includes('what'),
    );
    await crash(stub(session.id));
    await script(model, { text: '“Fish graze on the algae that would smother young corals.” [3]' });
    await runDurableObjectAlarm(stub(session.id));
    const back = await openSocket(learner, session.id);
    await back.join(0);
    const reply = await back.until(
      ({ event, data }) =>
        (event === 'session:message' && data['role'] === 'assistant') ||
        (event === 'session:joined' && JSON.stringify(data).includes('assistant')),
    );
    expect(JSON.stringify(reply)).toContain(String(delta.data['messageId']));
    const { items } = Object(await learner.ask(`/api/learning/sessions/${session.id}/messages`));
    expect(items).toMatchObject([
      { id },
      {
        id: delta.data['messageId'],
        content: expect.stringContaining('Looking.'),
        citations: [{ n: 3, page: 3 }],
      },
    ]);
    expect(items).toHaveLength(2);
  });

  test('an answer that is being written can be stopped; what was written stays', async () => {
    await script(model, { stall: 4, text: 'All that I have written so far and more' });
    const session = await begin();
    const socket = await openSocket(learner, session.id);
    await socket.join();
    socket.send('session:message', { content: 'Hello' });
    const delta = await socket.until(
      ({ event, data }) => event === 'session:delta' && String(data['text']).includes('have'),
    );
    const id = socket.send('session:cancel', { messageId: delta.data['messageId'] });
    expect(await socket.ack(id)).toBe(null);
    expect((await socket.reply()).data).toMatchObject({
      status: 'cancelled',
      content: 'All that I have',
      messageId: delta.data['messageId'],
    });
  });

  test('a message that meets the end of its session stands before it or is refused', async () => {
    for (let i = 0; i < 6; i++) {
      await script(model, { text: 'Polyps build on skeletons.' });
      const session = await begin();
      const socket = await openSocket(learner, session.id);
      await socket.join();
      const id = socket.send('session:message', { content: 'What do polyps build on?' });
      await learner.ask(`/api/learning/sessions/${session.id}/complete`, { method: 'POST' });
      const end = await socket.until(({ event }) => event === 'session:completed');
      const told = await socket.until(
        ({ event, data }) =>
          (event === 'session:ack' && data['id'] === id) || (event === 'error' && data['id'] === id),
      );
      if (told.event === 'error') expect(told.data).toMatchObject({ errorType: 'conflict' });
      else expect(told.data['seq']).toBeLessThan(Number(end.seq));
      const { items } = Object(await learner.ask(`/api/learning/sessions/${session.id}/messages`));
      expect(items.filter(({ role }: { role: string }) => role === 'user')).toHaveLength(
        told.event === 'error' ? 0 : 1,
      );
    }
  });

  test('a completed session says what was learnt and takes nothing more', async () => {
    await script(model, { text: 'Hello.' });
    const session = await begin();
    const socket = await openSocket(learner, session.id);
    await socket.join();
    socket.send('session:message', { content: 'Hello' });
    await socket.reply();
    const summary = await learner.ask(`/api/learning/sessions/${session.id}/complete`, { method: 'POST' });
    expect(summary).toMatchObject({ messages: 1, nuggetsViewed: 1, concepts: [] });
    expect(await socket.until(({ event }) => event === 'session:completed')).toMatchObject({ data: summary });
    expect(await learner.ask(`/api/learning/sessions/${session.id}/complete`, { method: 'POST' })).toEqual(
      summary,
    );
    socket.send('session:message', { content: 'More?' });
    expect((await socket.until(({ event }) => event === 'error')).data).toMatchObject({
      errorType: 'conflict',
    });
    await expect
      .poll(
        async () =>
          Object(await rows(`select completed_at, summary from sessions where id = '${session.id}'`))[0],
        { timeout: 5000 },
      )
      .toMatchObject({ summary });
  });

  test('strangers find nothing, instructors look on and say nothing', async () => {
    await script(model, { text: 'Hello.' });
    const session = await begin();
    const stranger = await signUp('Mallory');
    const colleague = await invite(admin, 'learner', 'other');
    for (const other of [stranger, colleague]) {
      expect((await openAs(other, session.id)).status).toBe(404);
      for (const path of ['', '/messages', '/progress'])
        expect((await other.fetch(`/api/learning/sessions/${session.id}${path}`)).status).toBe(404);
      expect(
        (await other.fetch(`/api/learning/sessions/${session.id}/complete`, { method: 'POST' })).status,
      ).toBe(404);
      expect(
        (
          await other.fetch(`/api/learning/sessions/${session.id}/messages`, {
            json: { id: crypto.randomUUID(), content: 'Hi' },
          })
        ).status,
      ).toBe(404);
    }
    const instructor = await invite(admin, 'instructor');
    const watching = await openSocket(instructor, session.id);
    await watching.join();
    watching.send('session:message', { content: 'Boo' });
    expect((await watching.until(({ event }) => event === 'error')).data).toMatchObject({
      errorType: 'authorization_error',
    });
    const socket = await openSocket(learner, session.id);
    await socket.join();
    socket.send('session:message', { content: 'Hello' });
    await Promise.all([socket.reply(), watching.reply()]);
  });

  test('a revoked token closes its socket with 4401', async () => {
    const session = await begin();
    const socket = await openSocket(learner, session.id);
    await socket.join();
    await learner.ask('/api/auth/logout', { method: 'POST' });
    expect(await socket.closed).toBe(4401);
  });

  test('what is no frame is answered with an error, and at the tenth in a row with 4400', async () => {
    const session = await begin();
    const socket = await openSocket(learner, session.id);
    await socket.join();
    const id = crypto.randomUUID();
    const wrong = [
      '{',
      '[]',
      '"x"',
      JSON.stringify({ event: 'session:dance', id, data: {} }),
      JSON.stringify({ event: 'session:message', id, data: { content: 'x'.repeat(8001) } }),
      JSON.stringify({ event: 'session:message', id, data: { content: 'nul \0' } }),
      'x'.repeat(140_000),
    ];
    for (const [i, text] of wrong.entries()) {
      socket.raw.send(text);
      await socket.until(() => socket.frames.filter(({ event }) => event === 'error').length === i + 1);
    }
    expect(
      socket.frames.filter(({ event }) => event === 'error').map(({ data }) => data['errorType']),
    ).toEqual([...Array(6).fill('validation_error'), 'payload_too_large']);
    await socket.join();
    for (let i = 0; i < 10; i++) socket.raw.send('{');
    expect(await socket.closed).toBe(4400);
  });

  test('needs no narrative and no nugget at all', async () => {
    await script(model, { text: 'Nothing here yet.' });
    const alone = await signUp('Lone');
    await alone.ask('/api/admin/settings/ai-models', { method: 'PUT', json: { tutoringModel: model } });
    const session = Object(
      await alone.ask('/api/learning/sessions', { json: { goal: 'Learn about whales' } }),
    );
    expect(session).toMatchObject({ goal: 'Learn about whales', currentNode: null, pathHistory: [] });
    const socket = await openSocket(alone, session.id);
    await socket.join();
    socket.send('session:message', { content: 'Whales?' });
    expect((await socket.reply()).data).toMatchObject({ content: 'Nothing here yet.' });
    expect(
      (await alone.fetch('/api/learning/sessions', { json: { nuggetId: reef.nuggetIds[0] } })).status,
    ).toBe(404);
  });

  test('stands in the list of open ones by when it was last touched, until it is over', async () => {
    const [first, second] = [await begin(), await begin()];
    const open = async (query = '') => Object(await learner.ask(`/api/learning/sessions?open=true${query}`));
    const ids = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);
    expect(ids(await open())).toEqual([second.id, first.id]);
    await rows(`UPDATE sessions SET last_activity = now() + interval '1 minute' WHERE id = '${first.id}'`);
    const page = await open('&limit=1');
    expect(ids(page)).toEqual([first.id]);
    expect(ids(await open(`&limit=1&cursor=${page.nextCursor}`))).toEqual([second.id]);
    await expect(learner.ask(`/api/learning/sessions?cursor=${page.nextCursor}`)).rejects.toThrow(
      'it is of another list',
    );
    await learner.ask(`/api/learning/sessions/${first.id}/complete`, { json: {} });
    await expect.poll(async () => ids(await open())).toEqual([second.id]);
  });

  test('makes its day one on which something was learnt, by the calendar of who asks', async () => {
    const days = async (who: TestPerson, zone: string) =>
      Object(await who.ask(`/api/learning/days?timeZone=${encodeURIComponent(zone)}`)).days;
    expect(await days(learner, 'UTC')).toEqual([]);
    const { id } = await begin();
    const ago = (count: number) => new Date(Date.now() - count * 86_400_000).toISOString().slice(0, 10);
    await rows(`UPDATE sessions SET started_at = '${ago(8)}T22:40:00Z' WHERE id = '${id}'`);
    expect(await days(learner, 'UTC')).toEqual([ago(8)]);
    // An hour and twenty minutes from midnight: past it to the east, by half an hour's zone too.
    expect(await days(learner, 'Asia/Kolkata')).toEqual([ago(7)]);
    expect(await days(learner, 'America/Lima')).toEqual([ago(8)]);
    await rows(
      `INSERT INTO messages (id, organization_id, session_id, seq, role, content, created_at)
       VALUES (gen_random_uuid(), '${learner.organizationId}', '${id}', 2, 'user', 'On.', '${ago(5)}T10:00:00Z'),
              (gen_random_uuid(), '${learner.organizationId}', '${id}', 3, 'assistant', 'Yes.', '${ago(4)}T10:00:00Z')`,
    );
    expect(await days(learner, 'UTC')).toEqual([ago(8), ago(5)]);
    expect(await days(admin, 'UTC')).toEqual([]);
    await rows(`UPDATE sessions SET started_at = now() - interval '27 weeks' WHERE id = '${id}'`);
    expect(await days(learner, 'UTC')).toEqual([ago(5)]);
    await expect(days(learner, 'Mars/Olympus')).rejects.toThrow('not a time zone that is known here');
  });
});
