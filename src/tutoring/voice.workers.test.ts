import { beforeEach, describe, expect, test } from 'vitest';
import { newModel, heard as requests, script } from '../../dev/test-models.ts';
import { signUp, type TestPerson } from '../../dev/test-people.ts';
import { publishReef, type Reef } from '../../dev/test-reef.ts';
import { openSocket, type TestSocket } from '../../dev/test-sockets.ts';

const SOUND = btoa('not really sound, but bytes');

describe('a spoken lesson', () => {
  let learner: TestPerson;
  let reef: Reef;
  let model: string;
  let ear: string;
  let mouth: string;
  let socket: TestSocket;
  let sessionId: string;

  beforeEach(async () => {
    learner = await signUp('Vera');
    reef = await publishReef(learner.organizationId);
    [model, ear, mouth] = [newModel(), newModel(), newModel()];
    await learner.ask('/api/admin/settings/ai-models', { method: 'PUT', json: { tutoringModel: model } });
    await learner.ask('/api/admin/settings/voice', {
      method: 'PUT',
      json: { ttsProvider: 'openai-standard', ttsModel: mouth, sttProvider: 'openai-whisper', sttModel: ear },
    });
    await script(ear, { json: { text: 'What do polyps build on?' } });
    await script(mouth, { bytes: SOUND, type: 'audio/mpeg' });
    ({ id: sessionId } = Object(
      await learner.ask('/api/learning/sessions', { json: { mode: 'voice', nuggetId: reef.nuggetIds[0] } }),
    ));
    socket = await openSocket(learner, sessionId);
    await socket.join();
  });

  /** The test runtime hands each event to the object by a way of its own, so frames sent at once may overtake each other. */
  const taken = () => new Promise((resolve) => setTimeout(resolve, 40));
  const start = async (mimeType: string): Promise<void> => {
    await socket.ack(socket.send('session:voice:start', { mimeType }));
  };
  const speak = async (): Promise<string> => {
    await start('audio/webm;codecs=opus');
    for (let piece = 0; piece < 2; piece++) socket.raw.send(new Uint8Array(500));
    await taken();
    return socket.send('session:voice:stop', {});
  };
  const heard = () =>
    socket.frames.filter(({ event }) => event === 'session:voice:audio').map(({ data }) => data);

  test('is heard, understood, answered and spoken, the sound before the text is whole', async () => {
    await script(model, {
      text: 'They build on skeletons. Those are of dead polyps. That is how reefs grow. Shall we go on?',
      paceMs: 40,
    });
    const id = await speak();
    expect(await socket.ack(id)).toBe(2);
    const transcript = await socket.until(({ event }) => event === 'session:voice:transcript');
    expect(transcript).toMatchObject({ seq: 3, data: { messageId: id, text: 'What do polyps build on?' } });
    const reply = await socket.reply();
    await socket.until(({ event, data }) => event === 'session:voice:audio' && data['last'] === true);
    expect(heard()).toEqual(
      [0, 1, 2, 3].map((index) => ({
        messageId: reply.data['messageId'],
        index,
        mimeType: 'audio/mpeg',
        last: index === 3,
      })),
    );
    const order = socket.frames.map(({ event, seq }) => (seq === reply.seq ? 'reply' : event));
    expect(order.indexOf('session:voice:audio')).toBeLessThan(order.indexOf('reply'));
    await expect.poll(() => socket.sounds.length).toBe(4);
    expect(socket.sounds[0]?.byteLength).toBe(27);
  });

  test('a stop that comes twice is heard once', async () => {
    await script(model, { text: 'Once.' });
    const id = await speak();
    await taken();
    socket.send('session:voice:stop', {}, id);
    await socket.reply();
    await socket.until(
      () =>
        socket.frames.filter(({ event, data }) => event === 'session:ack' && data['id'] === id).length === 2,
    );
    expect(socket.durable().filter(({ data }) => data['role'] === 'user')).toHaveLength(1);
  });

  test('a stop that comes again while it is being understood waits until what was said is stored', async () => {
    await script(ear, { json: { text: 'What do polyps build on?' }, waitMs: 400 });
    await script(model, { text: 'Once.' });
    const id = await speak();
    await taken();
    for (let again = 0; again < 2; again++) {
      socket.send('session:voice:stop', {}, id);
      await taken();
    }
    await socket.reply();
    const acks = () =>
      socket.frames.filter(({ event, data }) => event === 'session:ack' && data['id'] === id);
    await socket.until(() => acks().length === 3);
    expect(acks().map(({ data }) => data['seq'])).toEqual([2, 2, 2]);
    expect(socket.frames.filter(({ event }) => event === 'error')).toEqual([]);
  });

  test('falls silent when the learner speaks, and only what was heard was said', async () => {
    await script(
      model,
      {
        text: `${'One sentence that is spoken for quite a while, because it is long. '.repeat(4)}The end.`,
        paceMs: 20,
      },
      { text: 'Yes?' },
    );
    await speak();
    const { data } = await socket.until(({ event }) => event === 'session:voice:audio');
    const played = { messageId: data['messageId'], index: 0 };
    socket.send('session:voice:start', { mimeType: 'audio/webm', heard: played });
    const reply = await socket.reply();
    expect(reply.data['status']).toBe('cancelled');
    // Its first clause sounded while the rest was being written: that, and no more, was said.
    expect(reply.data['content']).toBe('One sentence that is spoken for quite a while,');
    const count = heard().length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(heard()).toHaveLength(count);
  });

  test('an answer already written is cut to what was heard', async () => {
    await script(model, {
      text: `${'One sentence that is spoken for quite a while, because it is long. '.repeat(4)}The end.`,
    });
    await speak();
    const whole = await socket.reply();
    expect(whole.data['status']).toBe('complete');
    await socket.until(({ event }) => event === 'session:voice:audio');
    const { messageId } = whole.data;
    socket.send('session:cancel', { messageId, heard: { messageId, index: 0 } });
    const cut = await socket.reply(whole.seq);
    expect(cut.data).toMatchObject({
      messageId,
      status: 'cancelled',
      content: 'One sentence that is spoken for quite a while,',
    });
    const { items } = Object(await learner.ask(`/api/learning/sessions/${sessionId}/messages`));
    expect(items).toHaveLength(2);
    expect(items[1]).toMatchObject({ content: cut.data['content'], status: 'cancelled', seq: cut.seq });
  });

  test('a lost voice leaves the text and says so once', async () => {
    await script(mouth, { status: 400 });
    await script(model, {
      text: 'They build on skeletons. Those are of dead polyps. That is how reefs grow.',
    });
    await speak();
    expect((await socket.reply()).data['status']).toBe('complete');
    expect((await socket.until(({ event }) => event === 'error')).data).toMatchObject({
      errorType: 'upstream_error',
    });
    expect(heard()).toEqual([]);
  });

  test('what can’t be heard is refused, each in its way', async () => {
    const error = async (n: number) => {
      await socket.until(() => socket.frames.filter(({ event }) => event === 'error').length >= n);
      return socket.frames.filter(({ event }) => event === 'error')[n - 1]?.data['errorType'];
    };
    socket.send('session:voice:start', { mimeType: 'text/html' });
    expect(await error(1)).toBe('unsupported_media_type');
    await start('audio/webm');
    socket.send('session:voice:stop', {});
    expect(await error(2)).toBe('validation_error');
    socket.raw.send(new Uint8Array(5));
    expect(await error(3)).toBe('validation_error');
    await script(ear, { json: { text: '  ' } });
    await speak();
    expect(await error(4)).toBe('validation_error');
    for (const [status, errorType] of [
      [400, 'validation_error'],
      [401, 'upstream_error'],
    ] as const) {
      await script(ear, { status });
      await speak();
      expect(await error(status === 400 ? 5 : 6)).toBe(errorType);
    }
    await start('audio/webm');
    for (let i = 0; i < 11; i++) socket.raw.send(new Uint8Array(1024 * 1024 - 100));
    expect(await error(7)).toBe('payload_too_large');
    // What is still on its way is no offence.
    for (let i = 0; i < 30; i++) socket.raw.send(new Uint8Array(100));
    socket.send('session:voice:stop', {});
    expect(await error(8)).toBe('payload_too_large');
    await script(model, { text: 'Still here.' });
    socket.send('session:message', { content: 'Are you there?' });
    await socket.until(({ data }) => data['content'] === 'Still here.');
  });

  test('a change of models and voice holds from the next turn of the running lesson', async () => {
    await script(model, { text: 'The first says this.' });
    socket.send('session:message', { content: 'Hello' });
    const first = await socket.reply();
    await socket.until(({ event, data }) => event === 'session:voice:audio' && data['last'] === true);
    const [other, otherMouth] = [newModel(), newModel()];
    await script(other, { text: 'The second says that.' });
    await script(otherMouth, { bytes: SOUND, type: 'audio/mpeg' });
    await learner.ask('/api/admin/settings/ai-models', { method: 'PUT', json: { tutoringModel: other } });
    const voice = { ttsModel: otherMouth, scope: 'learner', scopeId: learner.learnerId };
    await learner.ask('/api/admin/settings/voice', {
      method: 'PUT',
      json: { ttsProvider: 'openai-hd', ...voice },
    });
    socket.send('session:message', { content: 'And now?' });
    expect((await socket.reply(first.seq)).data['content']).toBe('The second says that.');
    await expect.poll(async () => (await requests(otherMouth)).length).toBe(1);
    expect((await requests(otherMouth))[0]?.body).toMatchObject({ input: 'The second says that.' });
    expect(await requests(mouth)).toHaveLength(1);
  });

  test('who goes on after the voice was lost keeps the answer they read', async () => {
    await script(mouth, { status: 400 });
    await script(
      model,
      { text: 'They build on skeletons. Those are of dead polyps. That is all.' },
      { text: 'Yes.' },
    );
    await speak();
    const answer = await socket.reply();
    await socket.until(({ event }) => event === 'error');
    socket.send('session:message', { content: 'Go on' });
    await socket.reply(answer.seq);
    const { items } = Object(await learner.ask(`/api/learning/sessions/${sessionId}/messages`));
    expect(items[1]).toMatchObject({ content: answer.data['content'], status: 'complete' });
  });

  test('typing goes on in the same log', async () => {
    await script(model, { text: 'Fine.' });
    socket.send('session:message', { content: 'I type this' });
    const reply = await socket.reply();
    await socket.until(({ event }) => event === 'session:voice:audio');
    expect(reply.seq).toBe(3);
  });
});
