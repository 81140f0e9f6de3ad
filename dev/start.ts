/** `npm start`: the whole product on this machine. One command, no account, no key; Ctrl-C stops all of it. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startServer } from './child.ts';
import { CannotStart, type Instance, takeInstance } from './instance.ts';
import { migrateDatabase } from './migrate.ts';
import { startPostgres } from './postgres.ts';
import { startRuntime } from './runtime.ts';
import { DEMO_PEOPLE, ingestSamples, makeDemoOrganization } from './seed.ts';

type Stop = () => Promise<void> | void;

/** What was started, to be stopped in the opposite order, once. */
const started: Stop[] = [];
let stopping: Promise<void> | undefined;

async function stopAll(code: number): Promise<void> {
  stopping ??= (async () => {
    for (const stop of started.reverse())
      await Promise.resolve(stop()).catch((error) => console.error(error));
  })();
  await stopping;
  process.exit(code);
}

async function start(): Promise<void> {
  const began = Date.now();
  const instance = await takeInstance();
  started.push(instance.release);
  build();
  const postgres = await startPostgres({ folder: join(instance.folder, 'postgres') });
  started.push(postgres.close);
  await migrateDatabase(postgres.url);
  const models = await modelVariables();
  const runtime = await startRuntime({
    port: instance.port,
    folder: instance.folder,
    vars: { ...instance.secrets, ...passedOn(), ...models.vars, DATABASE_URL: postgres.url },
    onLine: sayUnlessNoise,
    onExit: (code) => {
      if (stopping === undefined) void stopAll(code === 0 ? 0 : 1);
    },
  });
  started.push(runtime.stop);
  const token = await makeDemoOrganization(runtime.url);
  const samples = await ingestSamples(runtime.url, token);
  announce(instance, models.name, samples, Date.now() - began);
}

/** Pages and the reader's assets; seconds, and always of the source as it stands. */
function build(): void {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const result = spawnSync('npm', ['run', '--silent', 'build'], { cwd: root, encoding: 'utf8' });
  if (result.status !== 0)
    throw new CannotStart(`The pages could not be built.\n${result.stdout}${result.stderr}`);
}

/** The provider named in the environment, or the bundled offline models. */
async function modelVariables(): Promise<{ name: string; vars: Record<string, string> }> {
  const { OPENAI_API_KEY, OPENAI_BASE_URL, ELEVENLABS_API_KEY, ELEVENLABS_BASE_URL } = process.env;
  if (OPENAI_API_KEY || OPENAI_BASE_URL) {
    return {
      name: OPENAI_BASE_URL || 'OpenAI',
      vars: {
        // Servers of one's own seldom want a key, but the SDK does.
        OPENAI_API_KEY: OPENAI_API_KEY || 'none',
        ...(OPENAI_BASE_URL ? { OPENAI_BASE_URL } : {}),
        ...(ELEVENLABS_API_KEY ? { ELEVENLABS_API_KEY } : {}),
        ...(ELEVENLABS_BASE_URL ? { ELEVENLABS_BASE_URL } : {}),
      },
    };
  }
  const offline = await startServer(new URL('./models/main.ts', import.meta.url));
  started.push(offline.stop);
  return {
    name: 'offline models (bundled; answers are quotations from the sources)',
    vars: {
      MODELS: 'offline',
      OPENAI_API_KEY: 'offline',
      OPENAI_BASE_URL: `${offline.url}/v1`,
      ELEVENLABS_API_KEY: 'offline',
      ELEVENLABS_BASE_URL: offline.url,
    },
  };
}

const PASSED_ON = ['MAX_UPLOAD_MB', 'JWT_EXPIRES_IN', 'RATE_LIMITS', 'ALLOW_PRIVATE_URLS'] as const;

/** Configuration of the contract that is set in the environment goes on to the workers. */
const passedOn = (): Record<string, string> =>
  Object.fromEntries(PASSED_ON.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));

/** The runtime's own chatter stays out of the way; errors and warnings do not. */
function sayUnlessNoise(line: string): void {
  if (process.env['VERBOSE'] || /error|warn|✘|▲/i.test(line)) console.error(line);
}

function announce(instance: Instance, models: string, samples: string, milliseconds: number): void {
  const lines = [
    '',
    `  Nuggets      http://127.0.0.1:${instance.port}`,
    ...DEMO_PEOPLE.map(({ role, email, password }) => `  ${role.padEnd(12)} ${email} / ${password}`),
    `  data         ${instance.folder}`,
    `  models       ${models}`,
    `  samples      ${samples}`,
    '',
    `  ready in ${(milliseconds / 1000).toFixed(1)} s. Ctrl-C stops it; \`npm run demo\` plays a lesson; \`npm run reset\` empties it.`,
    '',
  ];
  console.log(lines.join('\n'));
}

process.once('SIGINT', () => void stopAll(0));
process.once('SIGTERM', () => void stopAll(0));
process.once('SIGHUP', () => void stopAll(0));

// A signal that ends npm alone does not reach us, but we are then somebody else's child.
const parent = process.ppid;
if (process.env['npm_lifecycle_event'] === 'start') {
  setInterval(() => process.ppid !== parent && void stopAll(0), 1000).unref();
}

start().catch((error) => {
  console.error(error instanceof CannotStart ? error.message : error);
  void stopAll(1);
});
