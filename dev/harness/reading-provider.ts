/** The offline models behind a wire that writes down what was asked, and takes its time: nothing paid for twice goes unseen. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { packagedPdfAssets } from '../pdf-assets.ts';

const Embeddings = z.object({ input: z.union([z.string(), z.array(z.string())]) });
const Chat = z.object({
  response_format: z.object({ json_schema: z.object({ name: z.string() }) }).optional(),
});

/** One request, in the order of their coming. */
export type Asked =
  | { what: 'embeddings'; hashes: string[] }
  | { what: 'chat'; schema: string | null; body: string }
  | { what: 'other'; path: string };

export type ReadingProvider = {
  url: string;
  /** The parsers' assets, as the ingest worker finds them among its own. */
  assetsUrl: string;
  asked: () => readonly Asked[];
  /** What comes next answers so, once each: a status, garbage, or nothing at all; then it answers well again. */
  failNext: (failures: readonly Failure[]) => void;
  close: () => Promise<void>;
};

export type Failure = 429 | 500 | 'garbage' | 'nothing';

const ASSETS = '/assets/';
const packaged = packagedPdfAssets();

/** `cmaps/NAME` or `standard_fonts/NAME`. */
function assetAt(path: string): Promise<Uint8Array> {
  const [folder, name = ''] = path.split('/').map(decodeURIComponent);
  return folder === 'cmaps' ? packaged.cMap(name) : packaged.standardFont(name);
}

/**
 * `fallback` is the address of the offline models, without `/v1`. With `inventsVectors` it answers for vectors itself, at
 * once after the latency, as a provider with its own machines does.
 */
export async function startReadingProvider(
  fallback: string,
  { latencyMs, inventsVectors }: { latencyMs: number; inventsVectors: boolean },
): Promise<ReadingProvider> {
  const asked: Asked[] = [];
  const failures: Failure[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    const path = request.url ?? '';
    if (path.startsWith(ASSETS)) return void response.end(await assetAt(path.slice(ASSETS.length)));
    const heard = read(path, body.toString());
    asked.push(heard);
    await sleep(latencyMs);
    const failure = failures.shift();
    if (failure !== undefined) return fail(failure, response);
    if (inventsVectors && heard.what === 'embeddings') {
      response.writeHead(200, { 'content-type': 'application/json' });
      return void response.end(
        JSON.stringify({ object: 'list', model: 'invented', data: heard.hashes.map(invented) }),
      );
    }
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const passed = await fetch(fallback + path, {
      method: request.method ?? 'POST',
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...(body.length === 0 ? {} : { body }),
    });
    response.writeHead(passed.status, { 'content-type': passed.headers.get('content-type') ?? '' });
    response.end(Buffer.from(await passed.arrayBuffer()));
  }

  // Whoever asks may be killed in the middle of it.
  const server = createServer(
    (request, response) => void answer(request, response).catch(() => response.destroy()),
  );
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  return {
    url: `${origin}/v1`,
    assetsUrl: `${origin}/assets`,
    asked: () => asked,
    failNext: (some) => failures.push(...some),
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}

function read(path: string, body: string): Asked {
  const parsed: unknown = body.startsWith('{') ? JSON.parse(body) : undefined;
  if (path.endsWith('/embeddings')) {
    const { input } = Embeddings.parse(parsed);
    const texts = typeof input === 'string' ? [input] : input;
    return { what: 'embeddings', hashes: texts.map(hashOf) };
  }
  if (!path.endsWith('/chat/completions')) return { what: 'other', path };
  const schema = Chat.safeParse(parsed).data?.response_format?.json_schema.name ?? null;
  return { what: 'chat', schema, body };
}

/** As the embedding cache names a text. */
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A direction that follows from the text. */
function invented(hash: string, index: number): object {
  const bytes = Buffer.from(hash, 'hex');
  const embedding = Buffer.from(
    Float32Array.from({ length: 1536 }, (_, i) => (bytes[i % 32] ?? 0) - 128).buffer,
  );
  return { object: 'embedding', index, embedding: embedding.toString('base64') };
}

function fail(failure: Failure, response: ServerResponse): void {
  if (failure === 'nothing')
    return void response.writeHead(200, { 'content-type': 'application/json' }).end();
  if (failure === 'garbage') {
    return void response.writeHead(200, { 'content-type': 'application/json' }).end('<html>oops</html>');
  }
  response.writeHead(failure, { 'content-type': 'application/json', 'retry-after': '1' });
  response.end(JSON.stringify({ error: { message: 'scripted', type: 'server_error' } }));
}
