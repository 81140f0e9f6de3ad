/** Wires that can be cut: TCP that breaks at a byte nobody chose, and a way to Postgres that can be closed and counted. */
import { request as ask, createServer as createHttp } from 'node:http';
import { connect, createServer, type Socket } from 'node:net';

const listening = (server: {
  listen: (port: number, host: string, done: () => void) => unknown;
  address: () => unknown;
}): Promise<number> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(
        typeof address === 'object' && address !== null && 'port' in address ? Number(address.port) : 0,
      );
    });
  });

export type BrittleWire = {
  port: number;
  /** How often it broke. */
  cuts: () => number;
  /** From now on it holds. */
  mend: () => void;
  close: () => void;
};

/** Forwards TCP and cuts each connection after so many bytes, counted in both directions. */
export async function brittleWire(target: number, bytes: () => number): Promise<BrittleWire> {
  let cuts = 0;
  let isBrittle = true;
  const open = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    let left = isBrittle ? bytes() : Number.POSITIVE_INFINITY;
    const end = () => {
      open.delete(near);
      near.destroy();
      far.destroy();
    };
    const pass = (to: Socket) => (piece: Buffer) => {
      if (isBrittle && piece.length >= left) {
        // The last bytes arrive, the rest of the frame does not.
        to.write(piece.subarray(0, left), end);
        left = Number.POSITIVE_INFINITY;
        cuts += 1;
        return;
      }
      left -= piece.length;
      to.write(piece);
    };
    open.add(near);
    near.on('data', pass(far)).on('close', end).on('error', end);
    far.on('data', pass(near)).on('close', end).on('error', end);
  });
  const port = await listening(server);
  return {
    port,
    cuts: () => cuts,
    mend: () => {
      isBrittle = false;
    },
    close: () => {
      for (const socket of open) socket.destroy();
      server.close();
    },
  };
}

export type DatabaseGate = {
  url: string;
  /** Queries that came through. */
  queries: () => number;
  setOpen: (open: boolean) => void;
  close: () => Promise<void>;
};

/** Stands before a local Postgres: passes its HTTP on, or refuses it as a database that is away would. */
export async function databaseGate(databaseUrl: string): Promise<DatabaseGate> {
  const { hostname, port } = new URL(databaseUrl);
  let isOpen = true;
  let queries = 0;
  const server = createHttp((request, response) => {
    if (!isOpen) {
      request.socket.destroy();
      return;
    }
    queries += 1;
    const { method, url, headers } = request;
    const passed = ask({ hostname, port, method, path: url, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    request.pipe(passed);
  });
  server.keepAliveTimeout = 10 * 60_000;
  const own = await listening(server);
  const through = new URL(databaseUrl);
  through.port = String(own);
  return {
    url: through.toString(),
    queries: () => queries,
    setOpen: (open) => {
      isOpen = open;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
