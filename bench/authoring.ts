/**
 * What authoring makes of the sample documents, by the product's own modules against a model provider: slides and how many
 * of their bullets are traced to the source, scripts, sound as a library decodes it beside the text's expected length,
 * pictures, checked questions, and what each part costs at list prices and what the policies save.
 * The offline models answer unless OPENAI_API_KEY (and OPENAI_BASE_URL) name another provider; with --wire it is one that
 * is scripted, on the providers' real wires.
 *
 * Run: npm run bench -- authoring [FILES, default samples/*] [--media N: speak and paint every N-th nugget, default 4]
 *   [--wire] [--tier low|mid|high]
 */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { authorByWire } from '../dev/author-by-wire.ts';
import { type Authored, authorNugget, chunksOf, openStudio, sampleFiles } from '../dev/authored.ts';
import { expectedSeconds } from '../dev/expected-seconds.ts';
import { startModels } from '../dev/models/server.ts';
import { startWire } from '../dev/wire.ts';
import { faultOf } from '../src/authoring/question-check.ts';
import { bulletsOf } from '../src/authoring/slides.ts';
import { readSource, traceTo } from '../src/authoring/trace.ts';
import type { UsageEvent } from '../src/models/metering.ts';
import { costOf } from '../src/models/prices.ts';
import { NO_USAGE } from '../src/models/provider.ts';

const { values, positionals } = parseArgs({
  options: {
    media: { type: 'string', default: '4' },
    wire: { type: 'boolean', default: false },
    tier: { type: 'string', default: 'low' },
  },
  allowPositionals: true,
});
const files = positionals.length > 0 ? positionals : sampleFiles();
const every = Math.max(1, Number(values.media));

/** Whom to ask, and what ends it. */
async function openProvider(): Promise<{ url: string; key: string; close: () => Promise<void> }> {
  if (values.wire) {
    const wire = await startWire(authorByWire);
    return { url: `${wire.url}/v1`, key: 'scripted', close: wire.close };
  }
  const apiKey = process.env['OPENAI_API_KEY'];
  if (apiKey === undefined) return { ...(await startModels({ pace: 0 })), key: 'offline' };
  const url = process.env['OPENAI_BASE_URL'] ?? 'https://api.openai.com/v1';
  return { url, key: apiKey, close: async () => undefined };
}
const provider = await openProvider();
const studio = openStudio(provider, { voice: { qualityTier: values.tier } });

const round = (value: number, digits = 3): number => Number(value.toFixed(digits));

/** What can be counted of a nugget. */
function figuresOf({ content, slides, slidesBy, by, questions, painted, sounds }: Authored) {
  const source = readSource(content, 'en');
  const bullets = slides.flatMap(bulletsOf);
  const off = sounds.map(({ text, seconds }) => Math.abs(seconds / expectedSeconds(text) - 1));
  return {
    nuggets: 1,
    slides: slides.length,
    under3: slides.length < 3 ? 1 : 0,
    bullets: bullets.length,
    traced: bullets.filter((bullet) => traceTo(bullet, source) !== undefined).length,
    scripts: slides.filter(({ script }) => (script ?? '') !== '').length,
    questions: questions.length,
    checked: questions.filter((one) => faultOf({ ...one, options: one.options ?? [] }, source) === undefined)
      .length,
    under3Questions: questions.length < 3 ? 1 : 0,
    byModel: by === 'model' && slidesBy === 'model' ? 1 : 0,
    sounds: sounds.length,
    seconds: sounds.reduce((sum, { seconds }) => sum + seconds, 0),
    within10: off.filter((share) => share <= 0.1).length,
    pictures: painted !== null && painted.imageAlt !== '' && painted.widths.length === 3 ? 1 : 0,
  };
}
type Figures = ReturnType<typeof figuresOf>;

const sum = (rows: readonly Figures[], field: keyof Figures): number =>
  rows.reduce((total, row) => total + row[field], 0);

function rowOf(name: string, rows: readonly Figures[]) {
  const total = (field: keyof Figures) => sum(rows, field);
  return {
    document: name,
    nuggets: rows.length,
    slides: total('slides'),
    under3: total('under3'),
    traced: round(total('traced') / total('bullets'), 4),
    scripts: round(total('scripts') / total('slides')),
    questions: total('questions'),
    checked: round(total('checked') / total('questions')),
    under3Questions: total('under3Questions'),
    sounds: total('sounds'),
    within10: round(total('within10') / Math.max(1, total('sounds'))),
    pictures: total('pictures'),
  };
}

/** US dollars a nugget by part, as the meter priced them: those of words over all nuggets, those of media over theirs. */
function pricesOf(events: readonly UsageEvent[], all: number, withMedia: number) {
  const usd = (task: string, among: number) =>
    round(
      events.filter(({ caller }) => caller.task === task).reduce((total, { costUsd }) => total + costUsd, 0) /
        among,
      5,
    );
  const characters = events.reduce((total, event) => total + event.characters, 0) / withMedia;
  const spokenBy = (model: string) => round(costOf(model, { ...NO_USAGE, characters }), 5);
  const paintedAt = (quality: 'low' | 'medium' | 'high') =>
    costOf('gpt-image-1', { ...NO_USAGE, images: 1 }, quality);
  const words = ['metadata', 'slides', 'script', 'questions'] as const;
  const parts = {
    ...Object.fromEntries(words.map((task) => [task, usd(task, all)])),
    speech: usd('speech', withMedia),
    image: usd('image', withMedia),
  };
  const total = round(
    Object.values(parts).reduce((whole, part) => whole + part, 0),
    5,
  );
  return {
    usdANugget: { ...parts, total },
    speechByTier: {
      low: spokenBy('tts-1'),
      mid: spokenBy('tts-1-hd'),
      high: spokenBy('eleven_multilingual_v2'),
    },
    imageByQuality: { low: paintedAt('low'), medium: paintedAt('medium'), high: paintedAt('high') },
    policiesSave: {
      'image.policy off or demand': round(parts.image / total),
      'audio.policy off or demand': round(parts.speech / total),
      both: round((parts.image + parts.speech) / total),
    },
  };
}

const began = performance.now();
const table = [];
const rows: Figures[] = [];
for (const file of files) {
  const own: Figures[] = [];
  for (const [place, chunk] of (await chunksOf(file)).entries())
    own.push(figuresOf(await authorNugget(studio, chunk, place % every === 0)));
  rows.push(...own);
  table.push(rowOf(basename(file), own));
}
console.table(table);
const withMedia = rows.filter(({ sounds }) => sounds > 0).length;
console.log(
  JSON.stringify({
    ...rowOf('all', rows),
    describedByModel: round(sum(rows, 'byModel') / rows.length),
    secondsOfSoundANugget: round(sum(rows, 'seconds') / withMedia, 1),
    nuggetsWithMedia: withMedia,
    ...pricesOf(studio.events, rows.length, withMedia),
    seconds: round((performance.now() - began) / 1000, 1),
  }),
);
await provider.close();
