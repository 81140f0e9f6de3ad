import { availableParallelism } from 'node:os';
import { cloudflareTest } from '@cloudflare/vitest-pool-workers';
import { defineConfig } from 'vitest/config';

/** `x.test.ts` runs in Node, `x.workers.test.ts` in workerd against a real Postgres and the offline models. */
export default defineConfig({
  test: {
    // A log line is worth reading where its test failed.
    silent: 'passed-only',
    // On two cores too: a file waits for its servers more than it computes.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      {
        test: {
          name: 'node',
          include: ['{src,dev,bench,workers,migrations}/**/*.test.ts', '*.test.ts'],
          exclude: ['**/*.workers.test.ts', 'node_modules/**'],
          testTimeout: 30_000,
        },
      },
      {
        // Character maps of PDFs are handed to a test in workerd as data URLs.
        assetsInclude: ['**/*.bcmap'],
        plugins: [
          cloudflareTest(({ inject }) => ({
            wrangler: { configPath: './dev/both.toml' },
            miniflare: {
              bindings: {
                DATABASE_URL: inject('databaseUrl'),
                OPENAI_API_KEY: 'offline',
                OPENAI_BASE_URL: `${inject('scriptedUrl')}/v1`,
                ELEVENLABS_API_KEY: 'offline',
                ELEVENLABS_BASE_URL: inject('scriptedUrl'),
                MODELS: 'offline',
                JWT_SECRET: 'a secret for tests only, thirty-two characters',
                ENCRYPTION_KEY: '00'.repeat(32),
                OPERATOR_TOKEN: 'an operator for tests only',
                RATE_LIMITS: 'requests=100000,uploads=10000,models=100000,logins=5',
              },
            },
          })),
        ],
        test: {
          name: 'workers',
          include: ['{src,workers,dev}/**/*.workers.test.ts'],
          globalSetup: ['./dev/test-servers.ts'],
          testTimeout: 60_000,
          deps: { optimizer: { ssr: { enabled: true, include: ['itty-durable'] } } },
        },
      },
    ],
  },
});
