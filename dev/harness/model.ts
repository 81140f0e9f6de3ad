/**
 * A model that needs no memory, so that cuts, evictions and kills can't put it out of step: what it does follows from the
 * learner's last words alone. `#12 move NUGGET` delivers a nugget, `#12 ask` asks a question, and every answer names the
 * number it answers. OpenAI's wire format, streamed.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const Request = z.object({
  stream: z.boolean().optional(),
  messages: z.array(z.object({ role: z.string(), content: z.string().nullish() })),
});

export type HarnessModel = { url: string; requests: () => number; close: () => Promise<void> };

export const ASKED = {
  concept: 'polyps',
  kind: 'cloze',
  question: 'Polyps build on the ____ of others.',
  answer: 'skeletons',
};

type Call = { name: string; arguments: object };

function reply(messages: z.infer<typeof Request>['messages']): { text: string; call: Call | undefined } {
  const at = messages.findLastIndex(({ role }) => role === 'user');
  const words = messages[at]?.content ?? '';
  const hasCalled = messages.slice(at).some(({ role }) => role === 'tool');
  const [, number = '?', order = '', argument = ''] = /^#(\d+)(?: (\w+))?(?: (\S+))?/.exec(words) ?? [];
  if (!hasCalled && order === 'move')
    return { text: 'Let me see. ', call: { name: 'deliver_nugget', arguments: { nuggetId: argument } } };
  if (!hasCalled && order === 'ask') return { text: '', call: { name: 'ask_question', arguments: ASKED } };
  return {
    text: `This answers #${number}. “Living polyps build on the skeletons of dead ones.” [1] It took its time.`,
    call: undefined,
  };
}

/** `paceMs` between deltas. */
export async function startHarnessModel(paceMs: number): Promise<HarnessModel> {
  let requests = 0;
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray()).toString();
    const parsed = Request.safeParse(JSON.parse(body || '{}'));
    if (!request.url?.endsWith('/chat/completions') || !parsed.success)
      return void response.writeHead(404).end('{}');
    requests += 1;
    await play(reply(parsed.data.messages), paceMs, response);
  }
  // Whoever asks may be killed in the middle of it.
  const server = createServer(
    (request, response) => void answer(request, response).catch(() => response.destroy()),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1`,
    requests: () => requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function play(
  { text, call }: ReturnType<typeof reply>,
  paceMs: number,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const head = { id: 'chatcmpl-harness', object: 'chat.completion.chunk', created: 0, model: 'harness' };
  const send = (delta: object, finish_reason: string | null = null) =>
    response.write(`data: ${JSON.stringify({ ...head, choices: [{ index: 0, delta, finish_reason }] })}\n\n`);
  send({ role: 'assistant', content: '' });
  for (const word of text.match(/\S+\s*/g) ?? []) {
    send({ content: word });
    if (paceMs > 0) await sleep(paceMs);
    if (response.destroyed) return;
  }
  if (call !== undefined)
    send({
      tool_calls: [
        {
          index: 0,
          id: 'call_0',
          type: 'function',
          function: { name: call.name, arguments: JSON.stringify(call.arguments) },
        },
      ],
    });
  send({}, call === undefined ? 'stop' : 'tool_calls');
  response.end('data: [DONE]\n\n');
}
