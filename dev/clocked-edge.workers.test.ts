import { createExecutionContext, env } from 'cloudflare:test';
import { expect, test } from 'vitest';
import { CLOCK } from './clock.ts';
import clocked from './clocked-edge.ts';

const knock = (token: string, cron = '* * * * *') =>
  clocked.fetch(
    new Request(`http://clock${CLOCK}?cron=${encodeURIComponent(cron)}`, {
      headers: { Authorization: `Bearer ${token}` },
    }),
    env,
    createExecutionContext(),
  );

test('whoever has the operator’s token sets the clock’s work going, and nobody else', async () => {
  expect((await knock('an operator for tests only')).status).toBe(204);
  expect((await knock('somebody')).status).toBe(404);
});
