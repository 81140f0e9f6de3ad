/** The offline models: OpenAI's and ElevenLabs' HTTP APIs on loopback, served by what ordinary npm packages ship. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CHAT_ENGINE, serveChat } from './chat-route.ts';
import { createEmbedder, EMBEDDING_ENGINE } from './embeddings.ts';
import { serveEmbeddings } from './embeddings-route.ts';
import { ApiError, errorBody, sendJson } from './http.ts';

export type ModelsOptions = {
  /** 0 or missing: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Milliseconds between two streamed words; default `MODELS_PACE_MS`, or 12. */
  pace?: number;
};

export type Models = {
  /** The base URL to set as `OPENAI_BASE_URL`, ending in `/v1`. */
  url: string;
  close(): Promise<void>;
  /** What answers which API. */
  engines: Record<string, string>;
};

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
type Route = { method: string; path: RegExp; handle: Handler };

const ENGINES = {
  embeddings: EMBEDDING_ENGINE,
  chat: CHAT_ENGINE,
};

const SERVER_ENGINE = 'offline-models/1';

async function dispatch(
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  const onPath = routes.filter(({ path }) => path.test(pathname));
  const route = onPath.find(({ method }) => method === request.method);
  if (route) return route.handle(request, response);
  if (onPath.length > 0) throw new ApiError(405, `Not allowed to ${request.method} on ${pathname}.`);
  throw new ApiError(404, `Invalid URL (${request.method} ${pathname})`);
}

/** Starts the server; engines load at their first use, the embeddings' in the background at once. */
export async function startModels(options: ModelsOptions = {}): Promise<Models> {
  const embedder = createEmbedder();
  const pace = options.pace ?? Number(process.env['MODELS_PACE_MS'] ?? 12);
  const created = Math.floor(Date.now() / 1000);
  const models = Object.entries(ENGINES).map(([api, id]) => ({
    id,
    object: 'model',
    created,
    owned_by: 'offline',
    api,
  }));

  const routes: Route[] = [
    {
      method: 'POST',
      path: /^\/v1\/chat\/completions$/,
      handle: (q, r) => serveChat(q, r, { pace, embedder }),
    },
    { method: 'POST', path: /^\/v1\/embeddings$/, handle: (q, r) => serveEmbeddings(q, r, embedder) },
    {
      method: 'GET',
      path: /^\/v1\/models$/,
      handle: (_, r) => sendJson(r, SERVER_ENGINE, { object: 'list', data: models }),
    },
  ];

  const server = createServer((request, response) => {
    dispatch(routes, request, response).catch((error: unknown) => {
      const { status, body } = errorBody(error);
      // Headers that are out already cannot be taken back: the broken stream is the message.
      if (response.headersSent) response.destroy();
      else sendJson(response, SERVER_ENGINE, body, status);
    });
  });
  const host = options.host ?? '127.0.0.1';
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, host, resolve);
  });
  void warmUp(() => embedder.embed(['warm']));
  return {
    url: `http://${host}:${portOf(server.address())}/v1`,
    engines: ENGINES,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await embedder.close();
    },
  };
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address ? address.port : 0;

/** Loads what the first learner would otherwise wait for. A failure here shows at the first real call instead. */
async function warmUp(embed: () => Promise<unknown>): Promise<void> {
  await Promise.allSettled([embed(), import('./chat.ts')]);
}
