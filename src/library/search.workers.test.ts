import { sql } from 'drizzle-orm';
import { describe, expect, inject, test } from 'vitest';
import { organizations } from '../accounts/tables.ts';
import { type OrganizationDb, openDatabases } from '../base/db.ts';
import { contentId, DocumentId, NuggetId, newId, OrganizationId } from '../base/ids.ts';
import { markReady, putNuggets, retireNuggets, setEmbeddings } from './pipeline-queries.ts';
import { search } from './search.ts';
import { type SearchFilters, searchNuggets } from './search-queries.ts';
import { documents } from './tables.ts';
import { textConfigOf } from './text-config.ts';

const databases = openDatabases(inject('databaseUrl'));

/** A direction in the space of meanings; texts of one direction mean the same. */
const meaning = (direction: number, tilt = 0): number[] =>
  Array.from({ length: 1536 }, (_, i) => (i === direction ? 1 : i === direction + 1 ? tilt : 0));

async function organization(): Promise<OrganizationDb> {
  const id = newId(OrganizationId);
  await databases.system.sql.insert(organizations).values({ id, name: 'Searchers' });
  return databases.forOrganization(id);
}

type Text = { content: string; direction: number; tilt?: number; model?: string };

/** Takes texts through what the pipeline does to them, in one document. */
async function teach(db: OrganizationDb, texts: readonly Text[], language = 'en'): Promise<NuggetId[]> {
  const documentId = newId(DocumentId);
  await db.sql.insert(documents).values({
    id: documentId,
    organizationId: db.organizationId,
    sourceType: 'file',
    sourcePath: `org/${db.organizationId}/uploads/${documentId}.md`,
    filename: `${documentId}.md`,
    title: 'A document',
    type: 'md',
    size: 1,
    contentHash: documentId,
    language,
  });
  const rows = texts.map(({ content }, position) => ({
    id: contentId(NuggetId, documentId, position),
    documentId,
    content,
    contentHash: content,
    context: null,
    position,
    textConfig: textConfigOf(language),
    source: {
      ingestionJobId: null,
      sourceType: 'file' as const,
      sourcePath: `${documentId}.md`,
      title: 'A document',
      page: position + 1,
      lastPage: position + 1,
      headings: ['Chapter', `Section ${position}`],
      chunkIndex: position,
      start: 0,
      end: content.length,
    },
  }));
  await putNuggets(db, rows);
  await setEmbeddings(
    db,
    rows.map(({ id }, i) => ({
      id,
      vector: meaning(texts[i]?.direction ?? 0, texts[i]?.tilt),
      model: texts[i]?.model ?? 'model-a',
    })),
  );
  return rows.map(({ id }) => id);
}

const now = new Date('2026-11-01T10:00:00Z');
const offer = (db: OrganizationDb, ids: readonly NuggetId[]) => markReady(db, ids, { review: false }, now);

const ask = (db: OrganizationDb, text: string, direction: number, mode: 'hybrid' | 'vector' | 'keyword') =>
  searchNuggets(db, { text, vector: meaning(direction), model: 'model-a', mode, limit: 10 });

const ids = (found: readonly { nuggetId: NuggetId }[]) => found.map(({ nuggetId }) => nuggetId);

describe('search', () => {
  test('by words, by meaning, and both fused: what has both comes first', async () => {
    const db = await organization();
    const [words, meant, both, neither] = await teach(db, [
      { content: 'Vaccines are kept in the fridge.', direction: 900 },
      { content: 'Shots teach the body to defend itself.', direction: 5, tilt: 0.2 },
      { content: 'A vaccine trains the immune system to know what to attack.', direction: 5 },
      { content: 'Commit often.', direction: 700 },
    ]);
    await offer(
      db,
      [words, meant, both, neither].flatMap((id) => id ?? []),
    );
    const question = 'How does a vaccine train immunity?';
    expect(ids(await ask(db, question, 5, 'keyword')).toSorted()).toEqual(
      [words, both].flatMap((id) => id ?? []).toSorted(),
    );
    expect(ids(await ask(db, question, 5, 'vector')).slice(0, 2)).toEqual([both, meant]);
    const hybrid = await ask(db, question, 5, 'hybrid');
    expect(hybrid[0]).toMatchObject({
      nuggetId: both,
      title: 'A document',
      page: 3,
      headings: ['Chapter', 'Section 2'],
      path: expect.stringContaining('.md'),
    });
    expect(hybrid[0]?.score).toBeGreaterThan(hybrid[1]?.score ?? 1);
  });

  test("another organization's nuggets never appear, even where they fit better", async () => {
    const [ours, theirs] = [await organization(), await organization()];
    const own = await teach(ours, [{ content: 'Boiling kills most bacteria.', direction: 11, tilt: 0.9 }]);
    const other = await teach(theirs, [{ content: 'Boiling kills bacteria in rice.', direction: 11 }]);
    await offer(ours, own);
    await offer(theirs, other);
    for (const mode of ['hybrid', 'vector', 'keyword'] as const) {
      expect(ids(await ask(ours, 'boiling bacteria rice', 11, mode))).toEqual(own);
    }
  });

  test('the walls stand behind the function: asked for another organization, its rows stay unseen', async () => {
    const [ours, theirs] = [await organization(), await organization()];
    await offer(theirs, await teach(theirs, [{ content: 'Secret recipe', direction: 13 }]));
    const spoofed: OrganizationDb = { organizationId: theirs.organizationId, sql: ours.sql };
    expect(await ask(spoofed, 'secret recipe', 13, 'hybrid')).toEqual([]);
  });

  test('what is unpublished, unfinished or retired never appears', async () => {
    const db = await organization();
    const made = await teach(db, [
      { content: 'Knots: the bowline', direction: 21 },
      { content: 'Knots: the reef knot', direction: 21 },
      { content: 'Knots: the clove hitch', direction: 21 },
      { content: 'Knots: the sheet bend', direction: 21 },
    ]);
    const [processing, draft, retired, ready] = made;
    if (!processing || !draft || !retired || !ready) throw new Error('four were made');
    await markReady(db, [draft], { review: true }, now);
    await offer(db, [retired, ready]);
    await retireNuggets(db, [retired]);
    for (const mode of ['hybrid', 'vector', 'keyword'] as const) {
      expect(ids(await ask(db, 'knots', 21, mode))).toEqual([ready]);
    }
  });

  test('vectors of two models are never compared', async () => {
    const db = await organization();
    const made = await teach(db, [{ content: 'Old vectors', direction: 31, model: 'model-b' }]);
    await offer(db, made);
    expect(await ask(db, 'something else', 31, 'vector')).toEqual([]);
    expect(ids(await ask(db, 'old vectors', 31, 'hybrid'))).toEqual(made);
  });

  test('quotation marks and minus mean what they mean on the web', async () => {
    const db = await organization();
    const [stale, fresh] = await teach(db, [
      { content: 'Git rebase rewrites history.', direction: 41 },
      { content: 'Git merge keeps history.', direction: 41 },
    ]);
    await offer(
      db,
      [stale, fresh].flatMap((id) => id ?? []),
    );
    expect(ids(await ask(db, 'git -rebase', 41, 'keyword'))).toEqual([fresh]);
    expect(ids(await ask(db, '"rewrites history"', 41, 'keyword'))).toEqual([stale]);
    expect(await ask(db, '"keeps rebase"', 41, 'keyword')).toEqual([]);
  });

  test('each document is read in its own language', async () => {
    const db = await organization();
    const german = await teach(db, [{ content: 'Impfungen schützen vor Krankheiten.', direction: 51 }], 'de');
    const english = await teach(db, [{ content: 'Vaccinations protect from diseases.', direction: 52 }]);
    await offer(db, [...german, ...english]);
    expect(ids(await ask(db, 'Impfung', 99, 'keyword'))).toEqual(german);
    expect(ids(await ask(db, 'vaccination', 99, 'keyword'))).toEqual(english);
  });

  test.each([
    ['nothing', ''],
    ['white space', '   '],
    ['SQL', "'); drop table nuggets; --"],
    ['a lone quotation mark', '"'],
    ['a lone minus', '-'],
    ['operators', ':*|&!'],
    ['letters beyond the first plane', '𝕳𝖊𝖑𝖑𝖔'],
    ['one very long word', 'a'.repeat(2000)],
  ])('a strange question harms nothing: %s', async (_, text) => {
    const db = await organization();
    await offer(db, await teach(db, [{ content: 'Plain words.', direction: 61 }]));
    expect(await ask(db, text, 61, 'vector')).toHaveLength(1);
    await ask(db, text, 61, 'hybrid');
    await ask(db, text, 61, 'keyword');
  });
});

test('a repeat of the pipeline changes nothing that was made, and never publishes what was taken back', async () => {
  const db = await organization();
  const texts = [{ content: 'Once is enough.', direction: 71 }];
  const [id] = await teach(db, texts);
  if (!id) throw new Error('one was made');
  await offer(db, [id]);
  const [before] = await ask(db, 'enough', 71, 'keyword');
  await offer(db, [id]);
  expect(await ask(db, 'enough', 71, 'keyword')).toEqual([before]);
  await retireNuggets(db, [id]);
  await offer(db, [id]);
  expect(await ask(db, 'enough', 71, 'keyword')).toEqual([]);
});

test('the vector index can serve what search asks for: filters, order and limit', async () => {
  const { sql: system } = databases.system;
  const vector = `[${meaning(1).join(',')}]`;
  // With few rows reading all of them is quicker, and rightly chosen: only that choice is taken away here.
  const [, , plan] = await system.batch([
    system.execute(
      sql`select set_config('enable_seqscan', 'off', true), set_config('enable_sort', 'off', true)`,
    ),
    system.execute(sql`select set_config('hnsw.iterative_scan', 'strict_order', true)`),
    system.execute(sql`explain select id from nuggets
      where organization_id = ${newId(OrganizationId)}::uuid and status = 'ready' and published_at is not null
        and embedding is not null and embedding_model = 'model-a'
      order by embedding <=> ${vector}::vector limit 50`),
  ]);
  expect(JSON.stringify(plan.rows)).toContain('Index Scan using idx_nugget_embedding');
});

test('filters narrow what is found, in every mode, and together', async () => {
  const db = await organization();
  const first = await teach(db, [
    { content: 'Kneading develops gluten in the dough.', direction: 81 },
    { content: 'Proving lets the dough rise.', direction: 81, tilt: 0.3 },
  ]);
  const second = await teach(db, [
    { content: 'Teig ruhen lassen: the dough rests.', direction: 81, tilt: 0.6 },
  ]);
  await offer(db, [...first, ...second]);
  const described = [
    { topics: ['Gluten', 'Baking'], difficulty: 3, language: 'en' },
    { topics: ['Yeast'], difficulty: 7, language: 'en' },
    { topics: ['gluten'], difficulty: 5, language: 'de' },
  ];
  for (const [i, id] of [...first, ...second].entries()) {
    const metadata = { ...described[i], prerequisites: [], relatedConcepts: [], estimatedTime: 1 };
    await db.sql.execute(
      sql`update nuggets set metadata = ${JSON.stringify(metadata)}::jsonb where id = ${id}::uuid`,
    );
  }
  const [kneading, proving] = first;
  const [resting] = second;
  const cases: [SearchFilters, (NuggetId | undefined)[]][] = [
    [{}, [kneading, proving, resting]],
    [
      { documentId: (await ask(db, 'kneading', 81, 'keyword'))[0]?.documentId ?? undefined },
      [kneading, proving],
    ],
    [{ topic: 'GLUTEN' }, [kneading, resting]],
    [{ language: 'de' }, [resting]],
    [{ minDifficulty: 5 }, [proving, resting]],
    [{ minDifficulty: 4, maxDifficulty: 6 }, [resting]],
    [{ topic: 'gluten', language: 'en' }, [kneading]],
    [{ topic: "'; drop table nuggets; --" }, []],
  ];
  for (const mode of ['hybrid', 'vector', 'keyword'] as const) {
    for (const [filters, expected] of cases) {
      const found = await searchNuggets(db, {
        ...{ text: 'dough', vector: meaning(81), model: 'model-a', mode, limit: 10, filters },
      });
      expect(ids(found).toSorted(), `${mode} ${JSON.stringify(filters)}`).toEqual(
        expected.flatMap((id) => id ?? []).toSorted(),
      );
    }
  }
});

test('what says the same in nearly the same words is found once, with where else it stands', async () => {
  const db = await organization();
  const rule =
    'Wash hands for twenty seconds with soap before handling food, after touching raw meat, and after every break.';
  const made = [
    ...(await teach(db, [{ content: rule, direction: 91 }])),
    ...(await teach(db, [{ content: rule.replace('twenty', '20'), direction: 91, tilt: 0.1 }])),
    ...(await teach(db, [{ content: `${rule} `, direction: 91, tilt: 0.2 }])),
    ...(await teach(db, [{ content: 'Raw meat lies below what is eaten raw.', direction: 91, tilt: 0.8 }])),
  ];
  await offer(db, made);
  const needs = {
    models: { embed: async () => ({ model: 'model-a', vectors: [meaning(91)] }) },
    log: () => {},
  };
  const found = await search(
    needs,
    db,
    { organizationId: db.organizationId },
    { text: 'When do I wash my hands, raw meat?', mode: 'vector', limit: 2 },
  );
  expect(ids(found)).toEqual([made[0], made[3]]);
  expect(found[0]?.alsoIn.map(({ nuggetId }) => nuggetId)).toEqual([made[1], made[2]]);
});
