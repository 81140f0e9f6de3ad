/** The local Postgres: PGlite with pgvector behind Neon's HTTP protocol, so that the Worker's own driver talks to it. */
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { PGlite, type Results } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { z } from 'zod';

const Query = z.object({ query: z.string(), params: z.array(z.unknown()).default([]) });
const Body = z.union([z.object({ queries: z.array(Query).min(1) }), Query]);

export type LocalPostgres = {
  /** For `DATABASE_URL`. */
  url: string;
  database: PGlite;
  close: () => Promise<void>;
};

type Options = {
  /** Where the data lies; in memory where left out. */
  folder?: string;
  port?: number;
  /** A `dumpDataDir` of a migrated database: starts in half a second instead of several. */
  snapshot?: Blob;
};

export async function startPostgres({ folder, port = 0, snapshot }: Options = {}): Promise<LocalPostgres> {
  const database = await PGlite.create({
    ...(folder === undefined ? {} : { dataDir: folder }),
    ...(snapshot === undefined ? {} : { loadDataDir: snapshot }),
    extensions: { vector },
  });
  database.parsers = verbatim;
  database.serializers = verbatim;
  const server = createServer((request, response) => {
    answer(database, request).then(
      ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
      (error) => response.writeHead(500).end(String(error)),
    );
  });
  // Workers keep connections for reuse: one that we close in the same moment would be a request lost.
  server.keepAliveTimeout = 10 * 60_000;
  const at = await listen(server, port);
  return {
    url: `postgresql://nuggets:local@127.0.0.1:${at}/nuggets`,
    database,
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      await database.close();
    },
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') fail(new Error('no port was given'));
      else done(address.port);
    });
  });
}

async function answer(database: PGlite, request: IncomingMessage): Promise<{ status: number; body: string }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Body.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')));
  if (!body.success) return { status: 400, body: JSON.stringify({ message: 'not a query' }) };
  try {
    if (!('queries' in body.data))
      return { status: 200, body: JSON.stringify(await run(database, body.data)) };
    const { queries } = body.data;
    const results = await database.transaction(async (tx) => {
      const done: unknown[] = [];
      for (const query of queries) done.push(await run(tx, query));
      return done;
    });
    return { status: 200, body: JSON.stringify({ results }) };
  } catch (error) {
    return { status: 400, body: JSON.stringify(asNeonError(error)) };
  }
}

/**
 * Values travel as Postgres writes them: Neon's driver has the parsers, and has made its parameters text already.
 * PGlite looks converters up by type, so one that has an answer for every type switches its own off.
 */
const verbatim = new Proxy<Record<number | string, (value: string) => string>>(
  {},
  { get: () => (value: string) => value },
);

async function run(on: Pick<PGlite, 'query'>, { query, params }: z.infer<typeof Query>) {
  const result: Results<(string | null)[]> = await on.query(query, params, { rowMode: 'array' });
  return {
    command: /^\s*(\w+)/.exec(query)?.[1]?.toUpperCase() ?? 'SELECT',
    rowCount: result.fields.length > 0 ? result.rows.length : (result.affectedRows ?? 0),
    rows: result.rows,
    fields: result.fields.map(({ name, dataTypeID }) => ({ name, dataTypeID })),
    rowAsArray: true,
  };
}

const NeonError = z.object({
  message: z.string(),
  code: z.string().optional(),
  detail: z.string().optional(),
  constraint: z.string().optional(),
  table: z.string().optional(),
  column: z.string().optional(),
  position: z.string().optional(),
});

const asNeonError = (error: unknown) =>
  NeonError.safeParse(error instanceof Error ? { ...error, message: error.message } : error).data ?? {
    message: String(error),
  };
