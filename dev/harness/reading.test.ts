import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { randomFrom } from '../../bench/random.ts';
import { type File, openReading, type Stage } from './reading.ts';

/** A tenth, unless the whole is asked for. */
const WHOLE = process.env['LONG'] !== undefined;
const DOCUMENTS = WHOLE ? 20 : 4;
const KILLS = WHOLE ? 30 : 3;
const MINUTES = 60_000;

const SAMPLES = join(import.meta.dirname, '../../samples');
const SUBJECTS = ['kiln', 'loom', 'press', 'forge', 'mill', 'still', 'lathe', 'sail', 'hive', 'dam'] as const;
const DEEDS = [
  'is cleaned',
  'is warmed',
  'is checked',
  'is oiled',
  'rests',
  'is measured',
  'is closed',
] as const;
const WHEN = ['before each use', 'once a week', 'at dusk', 'in winter', 'after every storm'] as const;
const WHY = [
  'dust spoils the work',
  'cold parts break',
  'a small fault grows',
  'damp makes it stick',
] as const;

/** A manual of a few sections that nobody wrote: no two are alike, and each is the same every time. */
function manual(n: number): File {
  const random = randomFrom(7_000 + n);
  const one = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? '';
  const sentence = () =>
    `The ${one(SUBJECTS)} ${one(DEEDS)} ${one(WHEN)}, because ${one(WHY)} within ${2 + Math.floor(random() * 90)} hours.`;
  const sections = Array.from({ length: 3 }, (_, i) => ({
    heading: `The ${one(SUBJECTS)} in case ${n}.${i + 1}`,
    text: Array.from({ length: 7 }, sentence).join(' '),
  }));
  const kind = (['md', 'txt', 'html'] as const)[n % 3] ?? 'md';
  const written = {
    md: sections.map(({ heading, text }) => `## ${heading}\n\n${text}`).join('\n\n'),
    txt: sections.map(({ heading, text }) => `${heading.toUpperCase()}\n\n${text}`).join('\n\n'),
    html: `<!doctype html><title>Manual ${n}</title><article>${sections
      .map(({ heading, text }) => `<h2>${heading}</h2><p>${text}</p>`)
      .join('')}</article>`,
  };
  return { name: `manual-${n}.${kind}`, bytes: Uint8Array.from(Buffer.from(written[kind])) };
}

/** With a PDF and a Word file among them. */
function documents(count: number): File[] {
  const samples = readdirSync(SAMPLES)
    .filter((name) => /\.(pdf|docx)$/.test(name))
    .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(SAMPLES, name))) }));
  const some = WHOLE ? samples : samples.filter(({ name }) => name.endsWith('.docx'));
  return [...some, ...Array.from({ length: count - some.length }, (_, n) => manual(n))];
}

describe('reading in the real runtime', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openReading();
  }, 5 * MINUTES);
  afterAll(() => stage?.close(), MINUTES);

  test('killed again and again it makes exactly what it makes undisturbed, and pays for nothing twice', {
    timeout: (WHOLE ? 60 : 12) * MINUTES,
  }, async () => {
    const files = documents(DOCUMENTS);
    const calm = await stage.read(files, { kills: 0, requests: 0, random: randomFrom(1) });
    const torn = await stage.read(files, {
      kills: KILLS,
      requests: calm.requests,
      random: randomFrom(20_261_122),
    });
    const { nuggets: _, jobs: __, ...calmFigures } = calm;
    const { nuggets: ___, jobs: ____, ...tornFigures } = torn;
    console.info(JSON.stringify({ nuggets: calm.nuggets.length, calm: calmFigures, torn: tornFigures }));
    expect(calm.jobs).toEqual(files.map(() => 'completed done'));
    expect(calm.nuggets.length).toBeGreaterThan(2 * DOCUMENTS);
    expect(torn.kills).toBe(KILLS);
    expect(torn.jobs).toEqual(calm.jobs);
    expect(torn.nuggets).toEqual(calm.nuggets);
    expect(torn.paidTwice).toEqual([]);
  });

  test('whatever its models answer, no nugget is lost and none comes twice', {
    timeout: 10 * MINUTES,
  }, async () => {
    const files = documents(DOCUMENTS).slice(0, 3);
    const words = ({ nuggets }: { nuggets: string[] }) =>
      nuggets.map((line) => /"content_hash":"(\w+)"/.exec(line)?.[1]);
    const calm = await stage.read(files, { kills: 0, requests: 0, random: randomFrom(1) });
    const failures = [429, 500, 'garbage', 'nothing', 500, 429, 'nothing', 'garbage'] as const;
    const sore = await stage.read(files, { kills: 0, requests: 0, random: randomFrom(1), failures });
    expect(sore.jobs).toEqual(calm.jobs);
    expect(words(sore)).toEqual(words(calm));
    expect(
      sore.nuggets.every((line) => /"status":"ready"/.test(line) && !/"embedding":null/.test(line)),
    ).toBe(true);
  });
});
