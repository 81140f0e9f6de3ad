/**
 * A provider for tests that remembers every request as it came and answers each documented endpoint of OpenAI and
 * ElevenLabs with the least that its reference allows; a test may have the next answers be others.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';

export type Asked = {
  method: string;
  path: string;
  headers: Record<string, string>;
  /** JSON as it is; a form as its fields, files by `{name, type, size}`. */
  body: unknown;
};

export type Answer = { status?: number; headers?: Record<string, string>; body: string | Uint8Array };

export type Wire = {
  /** Without `/v1`. */
  url: string;
  asked: Asked[];
  /** What is answered next, whatever is asked; one a request. */
  next: (...answers: Answer[]) => void;
  close: () => Promise<void>;
};

const JSON_TYPE = { 'content-type': 'application/json' };

export const jsonAnswer = (value: unknown, status = 200): Answer => ({
  status,
  headers: JSON_TYPE,
  body: JSON.stringify(value),
});

/** `answer` says what is answered; undefined leaves it to the usual. */
export async function startWire(
  answer: (asked: Asked) => Promise<Answer | undefined> = async () => undefined,
): Promise<Wire> {
  const asked: Asked[] = [];
  const queue: Answer[] = [];
  const server = createServer((request, response) => {
    readRequest(request)
      .then(async (one) => {
        asked.push(one);
        send(response, queue.shift() ?? (await answer(one)) ?? usual(one));
      })
      .catch((error) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    asked,
    next: (...answers) => void queue.push(...answers),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

async function readRequest(request: IncomingMessage): Promise<Asked> {
  const bytes = Buffer.concat(await request.toArray());
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const type = headers['content-type'] ?? '';
  const body = type.startsWith('multipart/')
    ? fieldsOf(await new Response(new Uint8Array(bytes), { headers: { 'content-type': type } }).formData())
    : JSON.parse(bytes.toString() || 'null');
  return { method: request.method ?? '', path: request.url ?? '', headers, body };
}

/** The project's types are those of Workers, whose form fields are text only; Node's hold files. */
const fieldsOf = (form: FormData): Record<string, unknown> =>
  Object.fromEntries(
    [...form.entries()].map(([name, value]): [string, unknown] => {
      const file = z.instanceof(Blob).safeParse(value);
      if (!file.success) return [name, value];
      const named = z.looseObject({ name: z.string() }).safeParse(file.data);
      return [name, { name: named.data?.name, type: file.data.type, size: file.data.size }];
    }),
  );

function send(response: ServerResponse, { status = 200, headers = JSON_TYPE, body }: Answer): void {
  response.writeHead(status, headers).end(body);
}

const Body = z.looseObject({ model: z.string().default(''), stream: z.boolean().default(false) });

function usual({ path, body }: Asked): Answer {
  const { model, stream } = Body.safeParse(body).data ?? { model: '', stream: false };
  const { pathname } = new URL(path, 'http://wire');
  if (pathname === '/v1/chat/completions') return stream ? streamed(model) : jsonAnswer(completion(model));
  if (pathname === '/v1/embeddings') {
    const data = [{ object: 'embedding', index: 0, embedding: [1, 0] }];
    return jsonAnswer({ object: 'list', data, model, usage: { prompt_tokens: 1, total_tokens: 1 } });
  }
  if (pathname === '/v1/images/generations')
    return jsonAnswer({ created: 0, data: [{ b64_json: Buffer.from('a picture').toString('base64') }] });
  if (pathname === '/v1/audio/transcriptions')
    return jsonAnswer({ text: 'What was said.', usage: { type: 'duration', seconds: 2 } });
  if (pathname === '/v1/speech-to-text')
    return jsonAnswer({ language_code: 'eng', text: 'What was said.', words: [{ text: 'What', end: 1.5 }] });
  if (pathname === '/v1/moderations')
    return jsonAnswer({ id: 'm', model, results: [{ flagged: false, categories: {}, category_scores: {} }] });
  if (pathname === '/v1/audio/speech' || pathname.startsWith('/v1/text-to-speech/'))
    return { headers: { 'content-type': 'audio/mpeg' }, body: 'sound' };
  return jsonAnswer({ error: { message: 'no such endpoint' } }, 404);
}

/** A chat answer that says this, to a prompt of so many characters; four of them are about a token. */
export const completion = (model: string, content = '{"ok":true}', prompted = 40) => ({
  ...{ id: 'chatcmpl-1', object: 'chat.completion', created: 0, model },
  choices: [
    {
      index: 0,
      message: { role: 'assistant', content, refusal: null },
      finish_reason: 'stop',
    },
  ],
  usage: usageOf(Math.ceil(prompted / 4), Math.ceil(content.length / 4)),
});

const usageOf = (prompt_tokens: number, completion_tokens: number) => ({
  ...{ prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
});

function streamed(model: string): Answer {
  const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 0, model };
  const chunks = [
    { ...head, choices: [{ index: 0, delta: { role: 'assistant', content: 'Yes.' }, finish_reason: null }] },
    { ...head, choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] },
    { ...head, choices: [], usage: { prompt_tokens: 10, completion_tokens: 1, total_tokens: 11 } },
  ];
  const lines = chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`).join('');
  return { headers: { 'content-type': 'text/event-stream' }, body: `${lines}data: [DONE]\n\n` };
}
