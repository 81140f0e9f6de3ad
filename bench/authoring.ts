/**
 * What authoring makes of the sample documents, by the product's own modules against a model provider: how many bullets are
 * traced to the source, how many slides, scripts, questions, how long the sound, and what each part costs at list prices.
 * The offline models answer unless OPENAI_API_KEY (and OPENAI_BASE_URL) name another provider.
 *
 * Run: npx tsx bench/authoring.ts [FILES, default samples/*] [--media, to speak and paint too]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { startModels } from '../dev/models/server.ts';
import { packagedPdfAssets } from '../dev/pdf-assets.ts';
import { speakSlides } from '../src/authoring/audio.ts';
import { describeNugget } from '../src/authoring/describe.ts';
import { paintNugget } from '../src/authoring/image.ts';
import { makeQuestions } from '../src/authoring/questions.ts';
import { resizePicture } from '../src/authoring/resize.ts';
import { writeScripts } from '../src/authoring/script.ts';
import { bulletsOf, makeSlides } from '../src/authoring/slides.ts';
import { readSource, traceTo } from '../src/authoring/trace.ts';
import { JobId, NuggetId, newId, OrganizationId } from '../src/base/ids.ts';
import { type Chunk, chunkDocument } from '../src/ingestion/chunk.ts';
import { extract } from '../src/ingestion/extract/extract.ts';
import { sniff } from '../src/ingestion/extract/sniff.ts';
import { callSettings } from '../src/models/call-settings.ts';
import { makeModels } from '../src/models/metered.ts';
import type { UsageEvent } from '../src/models/metering.ts';
import { openOpenAi } from '../src/models/openai.ts';
import type { Caller } from '../src/models/port.ts';
import { resolveSettings } from '../src/settings/resolve.ts';

const { values, positionals } = parseArgs({
  options: { media: { type: 'boolean' } },
  allowPositionals: true,
});
const samples = join(import.meta.dirname, '../samples');
const files = positionals.length > 0 ? positionals : readdirSync(samples).map((name) => join(samples, name));

const apiKey = process.env['OPENAI_API_KEY'];
const offline = apiKey === undefined ? await startModels({ pace: 0 }) : undefined;
const openai = {
  apiKey: apiKey ?? 'offline',
  baseUrl: offline === undefined ? process.env['OPENAI_BASE_URL'] : offline.url,
};

const events: UsageEvent[] = [];
const config = {
  openai,
  elevenlabs: { apiKey: undefined, baseUrl: undefined },
  encryptionKey: '00'.repeat(32),
  operatorToken: '',
};
const models = makeModels({
  settings: (caller) => callSettings(config, resolveSettings([]), caller),
  budget: { reserve: async () => ({ settle: () => undefined }) },
  record: (event) => events.push(event),
  cache: () => ({ find: async () => new Map(), keep: async () => undefined }),
  openai: (key) => openOpenAi({ apiKey: key ?? '', baseUrl: openai.baseUrl }),
  elevenlabs: () => {
    throw new Error('not measured here');
  },
  sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
  random: Math.random,
});

const caller: Caller = { organizationId: newId(OrganizationId), jobId: newId(JobId), task: 'slides' };

/** Nothing is kept: each run pays for itself. */
const nowhere = {
  get: async () => null,
  put: async () => undefined,
  list: async () => ({ objects: [] }),
};

async function chunksOf(file: string): Promise<Chunk[]> {
  const bytes = new Uint8Array(readFileSync(file));
  const type = sniff(bytes, basename(file));
  if (type === null) throw new Error(`${file} is no document`);
  const read = await extract(type, bytes, { filename: basename(file), pdf: packagedPdfAssets() });
  if (!read.ok) throw new Error(`${file}: ${read.reason}`);
  return chunkDocument(read.document);
}

type Figures = {
  bullets: number;
  traced: number;
  slides: number;
  scripts: number;
  questions: number;
  seconds: number;
  own: number;
};

async function author({ content, headings }: Chunk): Promise<Figures> {
  const base = { id: newId(NuggetId), content, headings, language: 'en' };
  const { title, metadata, by } = await describeNugget({ models }, caller, base);
  const nugget = { ...base, title, metadata };
  const slides = await makeSlides({ models }, caller, nugget);
  const scripted = await writeScripts({ models }, caller, nugget, slides);
  const questions = await makeQuestions({ models }, caller, nugget);
  const source = readSource(content, 'en');
  const bullets = slides.flatMap(bulletsOf);
  const spoken = values.media
    ? await speakSlides({ models, bucket: nowhere }, caller, { ...nugget, slides: scripted })
    : undefined;
  if (values.media) await paintNugget({ models, bucket: nowhere, resize: resizePicture }, caller, nugget, '');
  return {
    bullets: bullets.length,
    traced: bullets.filter((bullet) => traceTo(bullet, source) !== undefined).length,
    slides: slides.length,
    scripts: scripted.filter(({ script }) => script !== null).length,
    questions: questions.length,
    seconds: spoken?.slides.reduce((sum, { duration }) => sum + (duration ?? 0), 0) ?? 0,
    own: by === 'model' ? 1 : 0,
  };
}

const NONE: Figures = { bullets: 0, traced: 0, slides: 0, scripts: 0, questions: 0, seconds: 0, own: 0 };
const add = (a: Figures, b: Figures): Figures => ({
  bullets: a.bullets + b.bullets,
  traced: a.traced + b.traced,
  slides: a.slides + b.slides,
  scripts: a.scripts + b.scripts,
  questions: a.questions + b.questions,
  seconds: a.seconds + b.seconds,
  own: a.own + b.own,
});

const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

/** US dollars a nugget by task, at the list prices of the models that are set by default. */
function costs(nuggets: number): Record<string, number> {
  const byTask = new Map<string, number>();
  for (const { caller, costUsd } of events) byTask.set(caller.task, (byTask.get(caller.task) ?? 0) + costUsd);
  return Object.fromEntries([...byTask].map(([task, usd]) => [task, round(usd / nuggets, 6)]));
}

const began = performance.now();
const rows = [];
let total = NONE;
let nuggets = 0;
let underThree = 0;
let fewest = { slides: Number.POSITIVE_INFINITY, questions: Number.POSITIVE_INFINITY };
for (const file of files) {
  let own = NONE;
  const chunks = await chunksOf(file);
  for (const chunk of chunks) {
    const made = await author(chunk);
    own = add(own, made);
    if (made.slides < 3) underThree += 1;
    fewest = {
      slides: Math.min(fewest.slides, made.slides),
      questions: Math.min(fewest.questions, made.questions),
    };
  }
  nuggets += chunks.length;
  total = add(total, own);
  rows.push({
    file: basename(file),
    nuggets: chunks.length,
    ...own,
    traced: round(own.traced / own.bullets),
  });
}
console.table(rows);
console.log(
  JSON.stringify({
    nuggets,
    tracedShare: round(total.traced / total.bullets),
    describedByModel: round(total.own / nuggets),
    slidesANugget: round(total.slides / nuggets, 1),
    fewestSlides: fewest.slides,
    nuggetsUnderThreeSlides: underThree,
    fewestQuestions: fewest.questions,
    secondsOfSoundANugget: round(total.seconds / nuggets, 1),
    usdANugget: costs(nuggets),
    seconds: round((performance.now() - began) / 1000, 1),
  }),
);
await offline?.close();
