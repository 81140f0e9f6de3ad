/** Parts that fail, and nuggets that go, while the rest is being made. */
import { env } from 'cloudflare:test';
import { describe, expect, inject, test } from 'vitest';
import { signUp, type TestPerson } from '../../dev/test-people.ts';
import { publishReef } from '../../dev/test-reef.ts';
import { openDatabases } from '../base/db.ts';
import { AppError, required } from '../base/errors.ts';
import type { NuggetId } from '../base/ids.ts';
import type { JobMetadata } from '../jobs/job.ts';
import { insertJob } from '../jobs/queries.ts';
import { mediaKey, nuggetMedia } from '../library/media.ts';
import { deleteNugget, findNugget } from '../library/queries.ts';
import { type AuthorNeeds, type AuthorPolicy, runAuthorStep } from './author-step.ts';
import { editNugget } from './edit.ts';
import { makePart, type PartNeeds } from './parts.ts';
import { findAuthored } from './queries.ts';
import { resizePicture } from './resize.ts';

const { forOrganization } = openDatabases(inject('databaseUrl'));

/** One grey pixel. */
const PIXEL = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=='),
  (char) => char.charCodeAt(0),
);

const down = async () => {
  throw new AppError('upstream_error', 'The model provider did not answer.');
};

/** Models that can do nothing but what is given. */
const models = (able: Partial<PartNeeds['models']>): PartNeeds['models'] => ({
  complete: down,
  speak: down,
  paint: down,
  embed: down,
  voiceKey: async () => 'a voice',
  ...able,
});

function needs(
  who: TestPerson,
  able: Partial<PartNeeds['models']>,
  policy: Partial<AuthorPolicy> = {},
): AuthorNeeds {
  return {
    db: forOrganization(who.organizationId),
    models: models(able),
    bucket: env.BUCKET,
    resize: resizePicture,
    clock: () => new Date(),
    policy: async () => ({ audio: 'on', image: 'on', ...policy }),
    extendNarrative: async () => undefined,
    log: () => undefined,
  };
}

async function job(
  who: TestPerson,
  over: { documentId?: Awaited<ReturnType<typeof publishReef>>['documentId']; metadata?: JobMetadata },
) {
  const [made] = await insertJob(forOrganization(who.organizationId), {
    type: 'file',
    source: 'reefs.pdf',
    stage: 'author',
    ...over,
  });
  if (made === undefined) throw new Error('a job was made');
  return made;
}

/** Slides come before the author's step: this makes them as the describing step does. */
async function withSlides(who: TestPerson, ids: readonly NuggetId[]) {
  const made = await job(who, {});
  for (const id of ids) {
    expect(await makePart(needs(who, {}), { ...made, attempts: 9 }, id, 'slides')).toBe('made');
  }
}

/** Ten frames of silence: MPEG 1, layer III, 128 kbit/s, 44.1 kHz, mono. */
const SILENCE = new Uint8Array(10 * 417);
for (let frame = 0; frame < 10; frame += 1) SILENCE.set([0xff, 0xfb, 0x90, 0xc0], frame * 417);

/** Models that can all there is except words of their own, and count what they are asked. */
function counting() {
  let asked: Record<string, number> = {};
  const said: string[] = [];
  const count = (what: string) => {
    asked[what] = (asked[what] ?? 0) + 1;
  };
  const able: Partial<PartNeeds['models']> = {
    complete: ({ name }) => {
      count(name);
      return down();
    },
    speak: async (_, text) => {
      count('speak');
      said.push(text);
      return { audio: SILENCE, mimeType: 'audio/mpeg' };
    },
    paint: async () => {
      count('paint');
      return { image: PIXEL, mimeType: 'image/png' };
    },
    embed: async () => {
      count('embed');
      return { model: 'counting', vectors: [Array.from({ length: 1536 }, (_, i) => (i === 0 ? 1 : 0))] };
    },
  };
  return {
    able,
    said,
    /** What was asked since the last look. */
    since: () => {
      const all = asked;
      asked = {};
      return all;
    },
  };
}

describe('the authoring step', () => {
  test('asks after an edit for what changed, and for nothing twice', async () => {
    const who = await signUp();
    const db = forOrganization(who.organizationId);
    const { documentId, nuggetIds } = await publishReef(who.organizationId);
    const [id] = nuggetIds;
    if (id === undefined) throw new Error('the reef has nuggets');
    await withSlides(who, nuggetIds);
    const { able, said, since } = counting();
    const lent = needs(who, able);
    const author = async () =>
      runAuthorStep(lent, { ...(await job(who, { documentId })), progressDone: 1, attempts: 9 });
    const own = async () => required(await findAuthored(db, id));
    const count = nuggetIds.length;

    await author();
    const first = since();
    expect(first).toMatchObject({ script: count, paint: count, questions: count });
    expect(first['speak']).toBe(said.length);
    expect(new Set(said).size).toBe(said.length);
    await author();
    expect(since()).toEqual({});

    // Other words: their vector at once, and questions when it is authored again. Learners keep the slides meanwhile.
    const { content } = await own();
    await editNugget(lent, await own(), { content: `${content} Reefs shelter a quarter of all fish.` });
    expect(since()).toEqual({ embed: 1 });
    await author();
    expect(since()).toEqual({ questions: 1 });

    // New slides bring scripts, and only scripts that were never spoken bring sound.
    const before = new Set(said);
    const wish = { ...(await job(who, {})), attempts: 9, fresh: true };
    await makePart(lent, wish, id, 'slides');
    const scripts = ((await own()).slides ?? []).map(({ script }) => script ?? '');
    const fresh = scripts.filter((script) => !before.has(script)).length;
    const { speak = 0, ...words } = since();
    expect([words, speak]).toEqual([{ slides: 1, script: 1 }, fresh]);

    // One script by hand: one sound.
    const slides = ((await own()).slides ?? []).map(({ title, content: shown, script }, place) => ({
      ...{ title, content: shown, script: place === 0 ? 'Said in another way.' : script },
    }));
    await editNugget(lent, await own(), { slides });
    expect((await own()).slides?.slice(1).every(({ audioUrl }) => audioUrl !== null)).toBe(true);
    await author();
    expect(since()).toEqual({ speak: 1 });
    expect(said.at(-1)).toBe('Said in another way.');
  });

  test('makes what can be made, and says of the rest why it could not', async () => {
    const who = await signUp();
    const { documentId, nuggetIds } = await publishReef(who.organizationId);
    await withSlides(who, nuggetIds);
    const page = new TextEncoder().encode('<!doctype html><title>502</title>');
    const bad = needs(who, {
      speak: async () => ({ audio: page, mimeType: 'text/html' }),
      paint: async () => {
        throw new AppError('upstream_error', 'The provider declined to paint this.');
      },
    });
    const begun = await job(who, { documentId });
    const first = await runAuthorStep(bad, begun);
    expect(first).toMatchObject({ kind: 'next', to: { stage: 'author', progressDone: 1, progressTotal: 2 } });
    // A provider that stumbles is back at the next try.
    await expect(runAuthorStep(bad, { ...begun, progressDone: 1, attempts: 1 })).rejects.toThrow(AppError);
    const last = await runAuthorStep(bad, { ...begun, progressDone: 1, attempts: 3 });
    expect(last).toMatchObject({ kind: 'next', to: { stage: 'done', status: 'completed' } });
    const failed = last.kind === 'next' ? (last.to.metadata?.failedParts ?? []) : [];
    expect(failed.map(({ part }) => part).toSorted()).toEqual([
      ...['audio', 'audio', 'audio', 'image', 'image', 'image'],
    ]);
    expect(failed.find(({ part }) => part === 'image')?.reason).toBe('The provider declined to paint this.');
    expect(failed.find(({ part }) => part === 'audio')?.reason).toContain('not MP3');
    const id = nuggetIds[2];
    const made = id && (await findNugget(forOrganization(who.organizationId), id));
    expect(made).toMatchObject({ status: 'ready', imageUrl: null, audioUrl: null });
    expect(made?.slides?.every(({ script }) => script !== null)).toBe(true);
    expect(made?.parts.questions).toBeDefined();
  });

  test('asks for nothing that policy switched off', async () => {
    const who = await signUp();
    const { documentId, nuggetIds } = await publishReef(who.organizationId);
    await withSlides(who, nuggetIds);
    const asked: string[] = [];
    const counting = needs(
      who,
      {
        speak: async () => ({ audio: new Uint8Array(asked.push('speak')), mimeType: 'audio/mpeg' }),
        paint: async () => ({ image: new Uint8Array(asked.push('paint')), mimeType: 'image/png' }),
      },
      { audio: 'demand', image: 'demand' },
    );
    const done = await runAuthorStep(counting, {
      ...(await job(who, { documentId })),
      progressDone: 1,
      attempts: 9,
    });
    expect(asked).toEqual([]);
    expect(done).toMatchObject({ to: { stage: 'done' } });
    const off = { ...counting, policy: async () => ({ audio: 'off' as const, image: 'off' as const }) };
    const [nuggetId] = nuggetIds;
    const wanted = await job(who, { metadata: { nuggetId: String(nuggetId), parts: ['image', 'audio'] } });
    const switchedOff = { reason: expect.stringContaining('switched off') };
    const refused = await runAuthorStep(off, wanted);
    expect(refused).toMatchObject({ to: { metadata: { failedParts: [switchedOff, switchedOff] } } });
    expect(asked).toEqual([]);
    // What waits until somebody asks is made when somebody does.
    await runAuthorStep(counting, { ...wanted, attempts: 9 });
    expect(asked).toContain('paint');
    expect(asked).toContain('speak');
  });

  test('keeps nothing of a nugget that was deleted while it was being made', async () => {
    const who = await signUp();
    const { nuggetIds } = await publishReef(who.organizationId);
    const [id] = nuggetIds;
    if (id === undefined) throw new Error('the reef has nuggets');
    const db = forOrganization(who.organizationId);
    const outcome = await makePart(
      needs(who, {
        paint: async () => {
          await deleteNugget(db, id);
          return { image: PIXEL, mimeType: 'image/png' };
        },
      }),
      await job(who, {}),
      id,
      'image',
    );
    expect(outcome).toBe('gone');
    const left = await env.BUCKET.list({ prefix: mediaKey(who.organizationId, nuggetMedia(id)) });
    expect(left.objects).toEqual([]);
  });

  test('makes a part once for the same input, however often it is asked', async () => {
    const who = await signUp();
    const { nuggetIds } = await publishReef(who.organizationId);
    const id = nuggetIds[1];
    if (id === undefined) throw new Error('the reef has nuggets');
    let painted = 0;
    const able = needs(who, {
      paint: async () => {
        painted += 1;
        return { image: PIXEL, mimeType: 'image/png' };
      },
    });
    const made = await job(who, {});
    const outcomes = [];
    for (let tries = 0; tries < 3; tries += 1) outcomes.push(await makePart(able, made, id, 'image'));
    expect([outcomes, painted]).toEqual([['made', 'kept', 'kept'], 1]);
    // A wish for another picture is another picture, but delivered twice it is still one wish.
    const wish = { ...(await job(who, {})), fresh: true };
    expect([
      await makePart(able, wish, id, 'image'),
      await makePart(able, wish, id, 'image'),
      painted,
    ]).toEqual([...['made', 'kept', 2]]);
  });
});
