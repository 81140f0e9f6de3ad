import { defineConfig } from 'vitest/config';

/** One file after the other: they share one product and one machine. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.e2e.ts'],
    // A minute of its own, and in want of a quiet machine.
    exclude: process.env['LONG'] === undefined ? ['e2e/lighthouse.e2e.ts'] : [],
    fileParallelism: false,
    testTimeout: 300_000,
    hookTimeout: 120_000,
    // What is waited for comes when a busy machine has come to it.
    expect: { poll: { timeout: 30_000 } },
    globalSetup: ['e2e/samples.ts'],
  },
});
