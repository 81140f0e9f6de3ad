/**
 * The browser tests, against the whole product: `npm start` on a folder and port of its own, or one that runs
 * already (`E2E_URL`). A folder that is named (`E2E_DATA_DIR`) is kept, so that a second run finds the samples read.
 * Without a browser it says what was left out and goes on.
 */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startVitest } from 'vitest/node';
import { startServer } from '../dev/child.ts';
import { startScriptedProvider } from '../dev/scripted-provider.ts';

const BROWSERS = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** The product builds itself and migrates an empty database first, milliseconds. */
const READY_MS = 240_000;

const browser = BROWSERS.find((path) => path !== undefined && existsSync(path));
if (browser === undefined) {
  console.log('No Chromium was found (CHROMIUM, /usr/bin/chromium): the browser tests are left out.');
} else {
  const product = process.env['E2E_URL'] === undefined ? await startProduct() : undefined;
  process.env['E2E_URL'] = product?.url ?? process.env['E2E_URL'];
  process.env['E2E_BROWSER'] = browser;
  try {
    const vitest = await startVitest('test', process.argv.slice(2), {
      config: 'e2e/vitest.config.ts',
      watch: false,
    });
    const failed = vitest.state.getCountOfFailedTests() + vitest.state.getUnhandledErrors().length;
    if (failed > 0) process.exitCode = 1;
    await vitest.close();
  } finally {
    await product?.stop();
  }
}

/** Models that answer what a test tells them to, and whatever nobody scripted like the offline ones. */
async function startScriptedModels() {
  const offline = await startServer(new URL('../dev/models/main.ts', import.meta.url));
  const scripted = await startScriptedProvider(offline.url.replace(/\/v1$/, ''));
  return {
    url: scripted.url,
    stop: async () => {
      await scripted.close();
      await offline.stop();
    },
  };
}

async function startProduct(): Promise<{ url: string; stop: () => Promise<void> }> {
  const port = await freePort();
  const models = await startScriptedModels();
  process.env['E2E_MODELS'] = models.url;
  const kept = process.env['E2E_DATA_DIR'];
  const folder = kept ?? mkdtempSync(join(tmpdir(), 'nuggets-e2e-'));
  const child = spawn(process.execPath, ['--import', 'tsx', 'dev/start.ts'], {
    env: {
      ...process.env,
      PORT: String(port),
      DATA_DIR: folder,
      OPENAI_BASE_URL: `${models.url}/v1`,
      OPENAI_API_KEY: 'scripted',
      ELEVENLABS_BASE_URL: models.url,
      ELEVENLABS_API_KEY: 'scripted',
      RATE_LIMITS: 'requests=100000,uploads=1000,models=100000,logins=1000',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const stop = async () => {
    child.kill('SIGTERM');
    await ended;
    await models.stop();
    if (kept === undefined) rmSync(folder, { recursive: true, force: true });
  };
  let said = '';
  const isReady = await new Promise<boolean>((resolve) => {
    const timer = setTimeout(() => resolve(false), READY_MS);
    const settle = (value: boolean) => {
      clearTimeout(timer);
      resolve(value);
    };
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (/^\s*ready in /m.test(said)) settle(true);
    });
    void ended.then(() => settle(false));
  });
  if (!isReady) {
    await stop();
    throw new Error(`The product did not get ready.\n${said}`);
  }
  return { url: `http://127.0.0.1:${port}`, stop };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
