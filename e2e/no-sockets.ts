import { createServer, request } from 'node:http';
import type { Socket } from 'node:net';
import { URL_OF_PRODUCT } from './browser.ts';

/** A proxy such as companies have: plain HTTP goes through, an upgrade to a socket never does. */
export async function startProxy() {
  const product = new URL(URL_OF_PRODUCT);
  const connections = new Set<Socket>();
  let refused = 0;
  const server = createServer((asked, answer) => {
    const { method, url: path } = asked;
    const headers = { ...asked.headers, host: product.host };
    if (headers.origin !== undefined) headers.origin = product.origin;
    const passed = request(
      { host: product.hostname, port: product.port, method, path, headers },
      (answered) => {
        answer.writeHead(answered.statusCode ?? 502, answered.headers);
        answered.pipe(answer);
      },
    );
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  });
  server.on('connection', (connection) => {
    connections.add(connection);
    connection.on('close', () => connections.delete(connection));
  });
  server.on('upgrade', (_asked, connection) => {
    refused++;
    connection.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    /** How many upgrades were asked for. */
    refused: () => refused,
    /** Breaks every connection there is. */
    cut: () => {
      for (const connection of connections) connection.destroy();
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
