/**
 * A model provider for tests that says what it is told to, on OpenAI's and ElevenLabs' real wire formats; whatever
 * nobody scripted is passed on to the offline models, so that it can stand in for them everywhere.
 *
 * A test names a model (any name of its own, `newModel()` in test-models.ts) and scripts it:
 *   POST /script  {"model": "m", "replies": [Reply, …]}   one reply a request, in order; the last one repeats
 *   GET  /journal?model=m                                 the requests that came, [{path, headers, body, aborted}]
 * Replies (see `Reply` below):
 *   {"pieces": ["…", "…"]}    a chat answer in just these deltas, be they empty or half a character
 *   {"text": "…"}             a chat answer, in deltas of a word; `paceMs` between them, `finish` other than "stop"
 *   {"calls": [{"name": "n", "arguments": {…} | "raw text"}], "text": "…"}   tool calls after the text
 *   {"json": …}               a chat answer that is this as JSON; on any other path the body itself
 *   {"stall": 2, "text": "…"} says so many words and then nothing more, until the client goes away
 *   {"drop": 2, "text": "…"}  says so many words and breaks the connection
 *   {"status": 429, "headers": {"retry-after": "1"}, "json": …}  an error
 *   {"bytes": "<base64>", "type": "audio/mpeg"}   speech, or HTML where audio was asked for, or nothing at all
 * Each of them may wait `waitMs` first.
 *
 * Ready without a script, each also with `:anything` appended to begin afresh:
 *   fault-500-then-ok   fails once, then answers        fault-429-then-ok   the same with Retry-After: 1
 *   fault-500           always fails                    stall               says two words and falls silent
 *   garbage-json        never JSON that fits            garbage-then-json   once garbage, then {"ok": true}
 *   drop                breaks off after two words      silent              opens the stream and says nothing
 * Speech by ElevenLabs is scripted under its `model_id`; transcription of both under theirs.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';

const Reply = z.object({
  text: z.string().optional(),
  pieces: z.array(z.string()).optional(),
  calls: z
    .array(
      z.object({ name: z.string(), arguments: z.union([z.string(), z.record(z.string(), z.unknown())]) }),
    )
    .optional(),
  json: z.unknown().optional(),
  stall: z.number().int().min(0).optional(),
  drop: z.number().int().min(0).optional(),
  status: z.number().int().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  bytes: z.string().optional(),
  type: z.string().optional(),
  paceMs: z.number().optional(),
  waitMs: z.number().optional(),
  finish: z.string().optional(),
});
export type Reply = z.input<typeof Reply>;

const Script = z.object({ model: z.string(), replies: z.array(Reply).min(1) });

/** A request as it came; `body` is JSON where it was JSON, otherwise its text (multipart included). */
export type Heard = { path: string; headers: Record<string, string>; body: unknown; aborted: boolean };

const OK: Reply = { text: 'All is well.' };
const READY: Readonly<Record<string, readonly Reply[]>> = {
  'fault-500-then-ok': [{ status: 500 }, OK],
  'fault-429-then-ok': [{ status: 429, headers: { 'retry-after': '1' } }, OK],
  'fault-500': [{ status: 500 }],
  stall: [{ stall: 2, text: 'Half a sentence that never ends' }],
  silent: [{ stall: 0 }],
  drop: [{ drop: 2, text: 'Half a sentence that never ends' }],
  'garbage-json': [{ text: '{"not": "what was' }],
  'garbage-then-json': [{ text: '{"not": "what was' }, { json: { ok: true } }],
};

export type ScriptedProvider = { url: string; close: () => Promise<void> };

/** `fallback` is the address (without `/v1`) that unscripted models' requests go to. */
export async function startScriptedProvider(fallback: string): Promise<ScriptedProvider> {
  const scripts = new Map<string, Reply[]>();
  const journal = new Map<string, Heard[]>();

  const nextReply = (model: string): Reply | undefined => {
    const kept = scripts.get(model) ?? READY[model.split(':', 1)[0] ?? '']?.slice();
    if (kept === undefined) return undefined;
    scripts.set(model, kept.length > 1 ? kept.slice(1) : kept);
    return kept[0];
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://provider');
    const bytes = Buffer.concat(await request.toArray());
    if (url.pathname === '/script') {
      const { model, replies } = Script.parse(JSON.parse(bytes.toString()));
      scripts.set(model, replies);
      return void response.end('{}');
    }
    if (url.pathname === '/journal') {
      return void response.end(JSON.stringify(journal.get(url.searchParams.get('model') ?? '') ?? []));
    }
    const { body, model } = read(bytes);
    const heard: Heard = {
      path: url.pathname + url.search,
      headers: headersOf(request),
      body,
      aborted: false,
    };
    // Tests' own models have a colon in their name; the rest would only fill memory.
    if (model.includes(':')) journal.set(model, [...(journal.get(model) ?? []), heard]);
    response.once('close', () => {
      heard.aborted = !response.writableFinished;
    });
    const reply = nextReply(model);
    if (reply === undefined) return pass(fallback + url.pathname + url.search, { request, bytes }, response);
    if (reply.waitMs !== undefined) await sleep(reply.waitMs);
    await play(
      reply,
      { model, streams: /"stream":\s*true/.test(bytes.toString()), path: url.pathname },
      response,
    );
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end(String(error));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const Named = z.union([
  z.object({ model: z.string() }).transform(({ model }) => model),
  z.object({ model_id: z.string() }).transform(({ model_id }) => model_id),
]);

function read(bytes: Buffer): { body: unknown; model: string } {
  const text = bytes.toString('utf8');
  try {
    const body: unknown = JSON.parse(text);
    return { body, model: Named.safeParse(body).data ?? '' };
  } catch {
    const model = /name="model(?:_id)?"\r\n\r\n(.*)\r\n/.exec(text)?.[1] ?? '';
    return { body: text, model };
  }
}

const headersOf = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]));

async function pass(
  to: string,
  { request, bytes }: { request: IncomingMessage; bytes: Buffer },
  response: ServerResponse,
) {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const {
    host: _,
    connection: __,
    'content-length': ___,
    'transfer-encoding': ____,
    ...headers
  } = headersOf(request);
  const passed = await fetch(to, {
    method: request.method ?? 'GET',
    headers,
    signal: gone.signal,
    ...(bytes.length > 0 ? { body: new Uint8Array(bytes) } : {}),
  });
  response.writeHead(passed.status, Object.fromEntries(passed.headers));
  if (passed.body === null) response.end();
  else
    Readable.from(passed.body)
      .on('error', () => response.destroy())
      .pipe(response);
}

type Asked = { model: string; streams: boolean; path: string };

async function play(reply: Reply, asked: Asked, response: ServerResponse): Promise<void> {
  if (reply.status !== undefined) return refuse({ ...reply, status: reply.status }, response);
  if (reply.bytes !== undefined) {
    response.writeHead(200, { 'content-type': reply.type ?? 'application/octet-stream', ...reply.headers });
    return void response.end(Buffer.from(reply.bytes, 'base64'));
  }
  const isChat = asked.path.endsWith('/chat/completions');
  const said = reply.json === undefined ? (reply.text ?? '') : JSON.stringify(reply.json);
  if (isChat && asked.streams) return stream(reply, { said, model: asked.model }, response);
  const body = isChat ? completion(reply, { said, model: asked.model }) : (reply.json ?? { text: said });
  if (reply.stall !== undefined) return void (await gone(response));
  if (reply.drop !== undefined) return void response.destroy();
  response.writeHead(200, { 'content-type': 'application/json', ...reply.headers }).end(JSON.stringify(body));
}

function refuse(reply: Reply & { status: number }, response: ServerResponse): void {
  const error = { error: { message: 'scripted', type: 'server_error', param: null, code: null } };
  response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
  response.end(JSON.stringify(reply.json ?? error));
}

const gone = (response: ServerResponse): Promise<void> =>
  new Promise((done) => response.once('close', () => done()));

type Saying = { said: string; model: string };

const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

const wireCalls = (reply: Reply) =>
  (reply.calls ?? []).map(({ name, arguments: given }, index) => ({
    index,
    id: `call_${crypto.randomUUID()}`,
    type: 'function',
    function: { name, arguments: typeof given === 'string' ? given : JSON.stringify(given) },
  }));

const finishOf = (reply: Reply): string =>
  reply.finish ?? (reply.calls === undefined ? 'stop' : 'tool_calls');

function completion(reply: Reply, { said, model }: Saying): object {
  const calls = wireCalls(reply).map(({ index: _, ...call }) => call);
  const message = {
    role: 'assistant',
    content: said === '' ? null : said,
    refusal: null,
    ...(calls.length > 0 ? { tool_calls: calls } : {}),
  };
  const choices = [{ index: 0, message, logprobs: null, finish_reason: finishOf(reply) }];
  return {
    id: `chatcmpl-${crypto.randomUUID()}`,
    object: 'chat.completion',
    created: 0,
    model,
    choices,
    usage: USAGE,
  };
}

async function stream(reply: Reply, { said, model }: Saying, response: ServerResponse): Promise<void> {
  response.writeHead(200, { 'content-type': 'text/event-stream', ...reply.headers });
  response.flushHeaders();
  const head = { id: `chatcmpl-${crypto.randomUUID()}`, object: 'chat.completion.chunk', created: 0, model };
  const send = (choices: object[], rest: object = {}) =>
    response.write(`data: ${JSON.stringify({ ...head, choices, ...rest })}\n\n`);
  const delta = (delta: object, finish_reason: string | null = null) =>
    send([{ index: 0, delta, finish_reason }]);
  const words = reply.pieces ?? said.match(/\s*\S+\s*$|\s*\S+/g) ?? [];
  const until = reply.stall ?? reply.drop ?? words.length;
  if (until > 0 || reply.calls !== undefined) delta({ role: 'assistant', content: '' });
  for (const word of words.slice(0, until)) {
    delta({ content: word });
    if (reply.paceMs !== undefined) await sleep(reply.paceMs);
    if (response.destroyed) return;
  }
  if (reply.stall !== undefined) return gone(response);
  if (reply.drop !== undefined) return void setTimeout(() => response.destroy(), 20);
  for (const call of wireCalls(reply)) {
    const { name, arguments: input } = call.function;
    delta({ tool_calls: [{ ...call, function: { name, arguments: '' } }] });
    for (const piece of input.match(/[\s\S]{1,24}/g) ?? [])
      delta({ tool_calls: [{ index: call.index, function: { arguments: piece } }] });
  }
  delta({}, finishOf(reply));
  send([], { usage: USAGE });
  response.end('data: [DONE]\n\n');
}
