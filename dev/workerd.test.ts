import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startTethered } from './child.ts';

const folder = mkdtempSync(join(tmpdir(), 'nuggets-workerd-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((done) => probe.listen(0, '127.0.0.1', done));
  const address = probe.address();
  await new Promise((done) => probe.close(done));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}

/** A worker that counts, in an object of its own, who asked it. */
const SCRIPT = `export class Count { constructor(state) { this.state = state; }
  async fetch() { const n = ((await this.state.storage.get('n')) ?? 0) + 1; await this.state.storage.put('n', n); return new Response(String(n)); } }
export default { fetch: async (request, env) => {
  await request.text();
  return env.COUNT.get(env.COUNT.idFromName('all')).fetch('http://count/'); } };`;

async function startCounting(port: number) {
  const config = join(folder, 'counter.json');
  const main = join(folder, 'counter.js');
  writeFileSync(main, SCRIPT);
  writeFileSync(
    config,
    JSON.stringify({
      name: 'counter',
      main,
      compatibility_date: '2026-04-20',
      durable_objects: { bindings: [{ name: 'COUNT', class_name: 'Count' }] },
      migrations: [{ tag: 'v1', new_sqlite_classes: ['Count'] }],
    }),
  );
  const script = join(import.meta.dirname, 'workerd.ts');
  const options = ['--port', String(port), '--state', join(folder, 'state'), config];
  const child = startTethered(process.execPath, ['--import', 'tsx', script, ...options]);
  const ask = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'one' });
    return { status: answer.status, text: await answer.text() };
  };
  for (;;) {
    const answer = await ask().catch(() => undefined);
    if (answer?.status === 200) return { child, ask, first: Number(answer.text) };
    if (child.process.exitCode !== null) throw new Error('the runtime ended');
    await new Promise((wait) => setTimeout(wait, 100));
  }
}

test('whoever asks again after as long as workerd keeps connections is answered, and what was kept outlives a restart', async () => {
  const port = await freePort();
  const before = await startCounting(port);
  const statuses: number[] = [];
  for (let round = 0; round < 2; round += 1) {
    if (round > 0) await new Promise((wait) => setTimeout(wait, 5000));
    const answers = await Promise.all(Array.from({ length: 40 }, before.ask));
    statuses.push(...answers.map(({ status }) => status));
  }
  await before.child.stop();
  expect(statuses).toEqual(Array.from({ length: 80 }, () => 200));
  const after = await startCounting(port);
  await after.child.stop();
  expect(after.first).toBe(before.first + 81);
}, 180_000);
