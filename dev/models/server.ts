/** The offline models: OpenAI's and ElevenLabs' HTTP APIs on loopback, served by what ordinary npm packages ship. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ApiError, errorBody, sendJson } from './http.ts';
import { createEngines, ENGINES, type Route, routesOf } from './routes.ts';

export type ModelsOptions = {
  /** 0 or missing: any free port. */
  port?: number;
  /** Default 127.0.0.1. */
  host?: string;
  /** Milliseconds between two streamed words; default `MODELS_PACE_MS`, or 12. */
  pace?: number;
};

export type Models = {
  /** The base URL to set as `OPENAI_BASE_URL`: it ends in `/v1`. A base without it works as well. */
  url: string;
  close(): Promise<void>;
  /** What answers which API. */
  engines: Record<string, string>;
};

const SERVER_ENGINE = 'offline-models/1';

async function dispatch(
  routes: readonly Route[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { pathname } = new URL(request.url ?? '/', 'http://localhost');
  // One base URL serves clients that add /v1 themselves (ElevenLabs') and clients that do not (OpenAI's).
  const path = pathname.replace(/^(\/v1)+(?=\/)/, '');
  const onPath = routes.filter((route) => route.path.test(path));
  const route = onPath.find(({ method }) => method === request.method);
  if (route) return route.handle(request, response);
  if (onPath.length > 0) throw new ApiError(405, `Not allowed to ${request.method} on ${pathname}.`);
  throw new ApiError(404, `Invalid URL (${request.method} ${pathname})`);
}

/** Starts the server at once; engines load at their first use, those of chat and search in the background. */
export async function startModels(options: ModelsOptions = {}): Promise<Models> {
  const engines = createEngines(options.pace ?? Number(process.env['MODELS_PACE_MS'] ?? 12));
  const routes = routesOf(engines);
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
  void engines.warmUp();
  return {
    url: `http://${host}:${portOf(server.address())}/v1`,
    engines: ENGINES,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await engines.close();
    },
  };
}

const portOf = (address: AddressInfo | string | null): number =>
  typeof address === 'object' && address ? address.port : 0;
