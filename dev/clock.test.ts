import { createServer } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { CLOCK, isDue, tick } from './clock.ts';

const at = (time: string) => new Date(`2026-11-22T${time}Z`);

test('an expression is due in its minute and hour', () => {
  expect(isDue('* * * * *', at('12:34:00'))).toBe(true);
  expect(isDue('17 * * * *', at('12:17:59'))).toBe(true);
  expect(isDue('17 * * * *', at('12:18:00'))).toBe(false);
  expect(isDue('43 3 * * *', at('03:43:00'))).toBe(true);
  expect(isDue('43 3 * * *', at('04:43:00'))).toBe(false);
});

beforeEach(() => {
  vi.useFakeTimers({ now: at('03:41:30'), toFake: ['setInterval', 'clearInterval', 'Date'] });
});
afterEach(() => {
  vi.useRealTimers();
});

test('knocks once in every minute, with its token, at nobody else’s door', async () => {
  const heard: string[] = [];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://clock');
    heard.push(`${pathname} ${searchParams.get('cron')} ${request.headers.authorization}`);
    response.writeHead(204).end();
  });
  const port = await new Promise<number>((listening) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      listening(typeof address === 'object' && address !== null ? address.port : 0);
    });
  });
  const stop = tick(`http://127.0.0.1:${port}`, ['* * * * *', '43 3 * * *'], 'token');
  vi.advanceTimersByTime(140_000);
  await expect.poll(() => heard.length).toBe(3);
  const minutely = `${CLOCK} * * * * * Bearer token`;
  expect(heard.toSorted()).toEqual([minutely, minutely, `${CLOCK} 43 3 * * * Bearer token`]);
  stop();
  vi.advanceTimersByTime(600_000);
  server.close();
  expect(heard).toHaveLength(3);
});
