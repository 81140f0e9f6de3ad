/** For the bench and the tests of authoring: sample documents made into nuggets by the product's own modules. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { MPEGDecoder } from 'mpg123-decoder';
import { speakSlides } from '../src/authoring/audio.ts';
import { type Described, describeNugget } from '../src/authoring/describe.ts';
import { type Painted, paintNugget } from '../src/authoring/image.ts';
import { makeQuestions, type Question } from '../src/authoring/questions.ts';
import { resizePicture } from '../src/authoring/resize.ts';
import { writeScripts } from '../src/authoring/script.ts';
import { makeSlides } from '../src/authoring/slides.ts';
import { JobId, NuggetId, newId, OrganizationId } from '../src/base/ids.ts';
import { type Chunk, chunkDocument } from '../src/ingestion/chunk.ts';
import { extract } from '../src/ingestion/extract/extract.ts';
import { sniff } from '../src/ingestion/extract/sniff.ts';
import { mediaKey } from '../src/library/media.ts';
import type { Slide } from '../src/library/nugget.ts';
import { callSettings } from '../src/models/call-settings.ts';
import { openElevenLabs } from '../src/models/elevenlabs.ts';
import { makeModels } from '../src/models/metered.ts';
import type { UsageEvent } from '../src/models/metering.ts';
import { openOpenAi } from '../src/models/openai.ts';
import type { Caller, Models } from '../src/models/port.ts';
import { type Layer, resolveSettings } from '../src/settings/resolve.ts';
import { packagedPdfAssets } from './pdf-assets.ts';

const SAMPLES = join(import.meta.dirname, '../samples');

export const sampleFiles = (): string[] => readdirSync(SAMPLES).map((name) => join(SAMPLES, name));

/** The chunks that a document's nuggets are made of. */
export async function chunksOf(file: string): Promise<Chunk[]> {
  const bytes = new Uint8Array(readFileSync(file));
  const type = sniff(bytes, basename(file));
  if (type === null) throw new Error(`${file} is no document`);
  const read = await extract(type, bytes, { filename: basename(file), pdf: packagedPdfAssets() });
  if (!read.ok) throw new Error(`${file}: ${read.reason}`);
  return chunkDocument(read.document);
}

export type Studio = {
  models: Models;
  /** Every paid call so far. */
  events: UsageEvent[];
  bucket: ReturnType<typeof memoryBucket>;
};

/** `url`: of a provider on OpenAI's wire; ElevenLabs' voices are asked there too. `said`: what is set. */
export function openStudio(provider: { url: string; key: string }, said: Partial<Layer> = {}): Studio {
  const endpoint = { apiKey: provider.key, baseUrl: provider.url };
  const config = {
    openai: endpoint,
    elevenlabs: endpoint,
    encryptionKey: '00'.repeat(32),
    operatorToken: '',
  };
  const layer: Layer = { scope: 'organization', models: {}, voice: {}, values: {}, ...said };
  const events: UsageEvent[] = [];
  const models = makeModels({
    settings: (caller) => callSettings(config, resolveSettings([layer]), caller),
    budget: { reserve: async () => ({ settle: () => undefined }) },
    record: (event) => events.push(event),
    cache: () => ({ find: async () => new Map(), keep: async () => undefined }),
    openai: () => openOpenAi(endpoint),
    elevenlabs: () =>
      openElevenLabs({
        apiKey: provider.key,
        baseUrl: provider.url.replace(/\/v1$/, ''),
        fetch: (url, init) => fetch(url, init),
      }),
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
    random: Math.random,
  });
  return { models, events, bucket: memoryBucket() };
}

/** As much of a bucket as media need, in memory. */
function memoryBucket() {
  const objects = new Map<string, Uint8Array>();
  return {
    objects,
    get: async (key: string) => {
      const kept = objects.get(key);
      return kept === undefined ? null : { arrayBuffer: async () => Uint8Array.from(kept).buffer };
    },
    put: async (key: string, value: Uint8Array) => {
      objects.set(key, value);
    },
    list: async ({ prefix }: { prefix: string }) => ({
      objects: [...objects.keys()].filter((key) => key.startsWith(prefix)).map((key) => ({ key })),
    }),
  };
}

export type Authored = Described & {
  content: string;
  slides: Slide[];
  slidesBy: 'model' | 'extraction';
  questions: Question[];
  painted: Painted | null;
  /** Of each slide, and of the whole: seconds as a library decodes them; none where nothing was spoken. */
  sounds: { text: string; seconds: number }[];
  wholeSeconds: number | null;
};

const organizationId = newId(OrganizationId);

/** A nugget with all its parts; sound and picture only with `media`. */
export async function authorNugget(
  { models, bucket }: Studio,
  { content, headings }: Pick<Chunk, 'content' | 'headings'>,
  media: boolean,
): Promise<Authored> {
  const caller: Caller = { organizationId, jobId: newId(JobId), task: 'slides' };
  const base = { id: newId(NuggetId), content, headings, language: 'en' };
  const described = await describeNugget({ models }, caller, base);
  const nugget = { ...base, ...described };
  const made = await makeSlides({ models }, caller, nugget);
  const { slides } = await writeScripts({ models }, caller, nugget, made.slides);
  const { questions } = await makeQuestions({ models }, caller, nugget);
  const own = { ...described, content, slidesBy: made.by, questions };
  if (!media) return { ...own, slides, painted: null, sounds: [], wholeSeconds: null };
  const spoken = await speakSlides({ models, bucket }, caller, { ...nugget, slides });
  const painted = await paintNugget({ models, bucket, resize: resizePicture }, caller, nugget, '');
  const decode = (url: string | null | undefined) =>
    secondsOfMp3(bucket.objects.get(mediaKey(organizationId, (url ?? '').replace('/api/media/', ''))));
  const sounds = await Promise.all(
    spoken.slides.map(async ({ script, audioUrl }) => ({
      text: script ?? '',
      seconds: await decode(audioUrl),
    })),
  );
  return { ...own, slides: spoken.slides, painted, sounds, wholeSeconds: await decode(spoken.audioUrl) };
}

/** As mpg123 decodes it; 0 for what is no MP3. */
async function secondsOfMp3(file: Uint8Array | undefined): Promise<number> {
  const decoder = new MPEGDecoder();
  await decoder.ready;
  const { samplesDecoded, sampleRate } = decoder.decode(file ?? new Uint8Array());
  decoder.free();
  return sampleRate === 0 ? 0 : samplesDecoded / sampleRate;
}
