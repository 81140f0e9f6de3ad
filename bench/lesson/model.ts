/** A model that says its words at a pace and notes when: the clock against which everything else is measured. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds of `performance.now()`. */
export type Spoken = { asked: number; first: number; last: number };

export type Pace = { tokens: number; everyMs: number };

export type PacedModel = {
  url: string;
  /** From now on. */
  setPace: (pace: Pace) => void;
  /** What was said to the message that holds `#t<turn>#`. */
  spoken: (turn: number) => Spoken | undefined;
  close: () => Promise<void>;
};

/** Before the first word, so that asking and answering don't run into each other, milliseconds. */
const THINKS_MS = 60;

export async function startPacedModel(): Promise<PacedModel> {
  const said = new Map<number, Spoken>();
  let pace: Pace = { tokens: 20, everyMs: 20 };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray()).toString();
    const asked = performance.now();
    if (request.url?.endsWith('/moderations')) return json(response, MODERATED);
    if (!/"stream":\s*true/.test(body)) return json(response, SUMMARY);
    const turn = Number([...body.matchAll(/#t(\d+)#/g)].at(-1)?.[1]);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    const send = (delta: object, finish_reason: string | null = null) =>
      response.write(
        `data: ${JSON.stringify({ ...HEAD, choices: [{ index: 0, delta, finish_reason }] })}\n\n`,
      );
    await sleep(THINKS_MS);
    let [first, last] = [0, 0];
    for (let i = 0; i < pace.tokens; i++) {
      if (i > 0) await sleep(pace.everyMs);
      last = performance.now();
      if (i === 0) first = last;
      send(i === 0 ? { role: 'assistant', content: 'word ' } : { content: 'word ' });
    }
    said.set(turn, { asked, first, last });
    // A pause of its own, so that the last word travels alone.
    await sleep(pace.everyMs);
    send({}, 'stop');
    response.end('data: [DONE]\n\n');
  }

  const server = createServer(
    (request, response) => void answer(request, response).catch(() => response.destroy()),
  );
  server.keepAliveTimeout = 10 * 60_000;
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/v1`,
    setPace: (next) => {
      pace = next;
    },
    spoken: (turn) => said.get(turn),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

const HEAD = { id: 'chatcmpl-bench', object: 'chat.completion.chunk', created: 0, model: 'bench' };
const MODERATED = {
  id: 'm',
  model: 'bench',
  results: [{ flagged: false, categories: {}, category_scores: {} }],
};
const SUMMARY = {
  ...HEAD,
  object: 'chat.completion',
  choices: [
    { index: 0, message: { role: 'assistant', content: '{"summary":"Words."}' }, finish_reason: 'stop' },
  ],
};

const json = (response: ServerResponse, body: object): void =>
  void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
