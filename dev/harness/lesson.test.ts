import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { printFigures } from '../print-figures.ts';
import { audit, type Counts, type Done, isReply, NOTHING, NOTHING_DONE, rowsWrong } from './audit.ts';
import { openDevice } from './device.ts';
import { act, beginLesson, openStage, playHarness, randomOf, type Stage } from './harness.ts';

/** A tenth, unless the whole is asked for. */
const SHARE = process.env['LONG'] === undefined ? 0.1 : 1;
const MINUTES = 60_000;

describe('a lesson in the real runtime', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage(4);
  }, 5 * MINUTES);
  afterAll(() => stage?.close());

  test('loses nothing and does nothing twice, whatever breaks', {
    timeout: (SHARE === 1 ? 60 : 12) * MINUTES,
  }, async () => {
    const plan = {
      seed: 20_261_122,
      lessons: 8,
      cuts: 1000 * SHARE,
      evictions: 200 * SHARE,
      kills: 50 * SHARE,
    };
    const counts = await playHarness(stage, plan);
    printFigures('lessons under cuts, evictions and kills', counts);
    expect(Math.min(counts.sentTwice, counts.reordered)).toBeGreaterThan(0);
    expect(counts.cuts).toBeGreaterThanOrEqual(plan.cuts);
    expect(counts.sent).toBeGreaterThan(50);
    expect(counts).toMatchObject({
      lost: 0,
      doubled: 0,
      gaps: 0,
      changed: 0,
      unanswered: 0,
      answeredTwice: 0,
      effectsWrong: 0,
      rowsWrong: 0,
    });
  });

  test('goes on without Postgres for twenty turns, and afterwards the tables equal the log', {
    timeout: 3 * MINUTES,
  }, async () => {
    const id = await beginLesson(stage);
    const device = openDevice(
      () => `${stage.product.url.replace('http', 'ws')}/api/learning/sessions/${id}/ws`,
      stage.learner.token,
      Math.random,
    );
    await device.until(() => true, 'the first event');
    const done: Done = { ...NOTHING_DONE, messages: [] };
    const random = randomOf(7);
    stage.setDatabaseOpen(false);
    for (let n = 1; done.messages.length < 20; n++) await act(device, stage.reef, n, done, random);
    expect([done.moves, done.asks, done.choices].every((times) => times > 0)).toBe(true);
    expect(device.events.filter(isReply)).toHaveLength(done.messages.length);
    expect(await stage.rows(`select 1 from messages where session_id = '${id}'`)).toEqual([]);
    stage.setDatabaseOpen(true);
    await expect
      .poll(() => rowsWrong(stage, id, device.events), { timeout: 2 * MINUTES, interval: 500 })
      .toBe(0);
    const counts: Counts = { ...NOTHING };
    await audit(stage, id, device.events, done, counts);
    expect(counts).toMatchObject({
      lost: 0,
      doubled: 0,
      unanswered: 0,
      answeredTwice: 0,
      effectsWrong: 0,
      rowsWrong: 0,
    });
    printFigures(`Postgres away for ${done.messages.length} turns`, {
      ...done,
      messages: done.messages.length,
      rowsWrong: counts.rowsWrong,
    });
    device.close();
  });

  test('asks Postgres nothing between a message and the first word of its answer', {
    timeout: MINUTES,
  }, async () => {
    const id = await beginLesson(stage);
    const device = openDevice(
      () => `${stage.product.url.replace('http', 'ws')}/api/learning/sessions/${id}/ws`,
      stage.learner.token,
      Math.random,
    );
    const asked: number[] = [];
    for (let n = 1; n <= 5; n++) {
      // What went before comes to rest: its rows are stored, its pack is renewed.
      await new Promise((rest) => setTimeout(rest, 1500));
      const before = stage.databaseQueries();
      const seq = await device.send('session:message', { content: `#${n} tell` });
      await device.firstWord();
      asked.push(stage.databaseQueries() - before);
      await device.until((event) => event.seq > seq && event.data['role'] === 'assistant', `answer ${n}`);
    }
    expect(asked).toEqual([0, 0, 0, 0, 0]);
    device.close();
  });

  test('sleeps while nobody speaks, and wakes with its sockets and all that it knew', {
    timeout: 5 * MINUTES,
  }, async () => {
    const id = await beginLesson(stage);
    const life = async () =>
      (
        await fetch(`${stage.product.url}/born/${encodeURIComponent(`${stage.organizationId}/${id}`)}`)
      ).text();
    const device = openDevice(
      () => `${stage.product.url.replace('http', 'ws')}/api/learning/sessions/${id}/ws`,
      stage.learner.token,
      Math.random,
    );
    const say = async (n: number) => {
      const seq = await device.send('session:message', { content: `#${n} tell` });
      return device.until((event) => event.seq > seq && event.data['role'] === 'assistant', `answer ${n}`);
    };
    await say(1);
    const before = await life();
    // The runtime puts an object to sleep after ten seconds without an event; asking whether it slept is one. Whoever was
    // just answered is awaited for 75 seconds first.
    let after = before;
    for (const pause of [90_000, 115_000]) {
      if (after !== before) break;
      await new Promise((rest) => setTimeout(rest, pause));
      after = await life();
    }
    expect(after).not.toBe(before);
    expect((await say(2)).data).toMatchObject({ content: expect.stringContaining('#2'), status: 'complete' });
    expect(device.reconnects()).toBe(0);
    device.close();
  });
});
