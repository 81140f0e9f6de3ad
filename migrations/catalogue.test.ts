/** Compares the database's own catalogue with the data model that Nuggets is bound to: every table, column and index. */
import type { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrateDatabase } from '../dev/migrate.ts';
import { type LocalPostgres, startPostgres } from '../dev/postgres.ts';

/** Columns as the model has them; `?` after a type allows null. Columns that the contract adds stand apart below. */
const MODEL = {
  organizations: { id: 'uuid', name: 'text', created_at: 'time', updated_at: 'time' },
  users: {
    ...{ id: 'uuid', email: 'text', password_hash: 'text', name: 'text', role: 'text' },
    ...{ organization_id: 'uuid', created_at: 'time', updated_at: 'time' },
  },
  learners: {
    ...{
      id: 'uuid',
      user_id: 'uuid',
      organization_id: 'uuid',
      mastery_map: 'jsonb',
      knowledge_gaps: 'text[]',
    },
    ...{ profile: 'jsonb?', created_at: 'time', updated_at: 'time' },
  },
  nuggets: {
    ...{
      id: 'uuid',
      organization_id: 'uuid',
      content: 'text',
      metadata: 'jsonb?',
      embedding: 'vector(1536)?',
    },
    ...{ status: 'text', image_url: 'text?', audio_url: 'text?', slides: 'jsonb?' },
    ...{ created_at: 'time', updated_at: 'time' },
  },
  narrative_nodes: {
    id: 'uuid',
    organization_id: 'uuid',
    nugget_id: 'uuid',
    choices: 'jsonb',
    created_at: 'time',
  },
  sessions: {
    ...{ id: 'uuid', learner_id: 'uuid', organization_id: 'uuid', current_node_id: 'uuid?', mode: 'text' },
    ...{ started_at: 'time', last_activity: 'time', completed_at: 'time?' },
  },
  messages: {
    ...{
      id: 'uuid',
      session_id: 'uuid',
      role: 'text',
      content: 'text',
      tool_calls: 'jsonb?',
      media: 'jsonb?',
    },
    ...{ created_at: 'time' },
  },
  progress: {
    ...{ id: 'uuid', learner_id: 'uuid', concept: 'text', mastery_level: 'integer', evidence: 'text?' },
    ...{ created_at: 'time' },
  },
  watched_folders: {
    ...{ id: 'uuid', organization_id: 'uuid', path: 'text', enabled: 'boolean', file_types: 'text[]' },
    ...{ recursive: 'boolean', auto_process: 'boolean', created_at: 'time', updated_at: 'time' },
  },
  monitored_urls: {
    ...{ id: 'uuid', organization_id: 'uuid', url: 'text', enabled: 'boolean', check_interval: 'integer' },
    ...{
      last_checked: 'time?',
      last_modified: 'text?',
      etag: 'text?',
      created_at: 'time',
      updated_at: 'time',
    },
  },
  ingestion_jobs: {
    ...{ id: 'uuid', organization_id: 'uuid', type: 'text', source: 'text', status: 'text' },
    ...{ metadata: 'jsonb?', nugget_count: 'integer?', error_message: 'text?', started_at: 'time?' },
    ...{ completed_at: 'time?', created_at: 'time', updated_at: 'time' },
  },
  nugget_sources: {
    // A source outlives its job: the one key of the model that may be null here.
    ...{ id: 'uuid', nugget_id: 'uuid', ingestion_job_id: 'uuid?', source_type: 'text', source_path: 'text' },
    ...{ chunk_index: 'integer?', created_at: 'time' },
  },
  system_settings: {
    // Null exactly for scope `system`.
    ...{
      id: 'uuid',
      organization_id: 'uuid?',
      key: 'text',
      value: 'jsonb',
      scope: 'text',
      scope_id: 'text?',
    },
    ...{ created_at: 'time', updated_at: 'time' },
  },
  ai_model_configs: {
    ...{
      id: 'uuid',
      organization_id: 'uuid?',
      content_generation_model: 'text',
      narrative_planning_model: 'text',
    },
    ...{ tutoring_model: 'text', metadata_model: 'text', embedding_model: 'text' },
    ...{ content_generation_temp: 'float?', narrative_planning_temp: 'float?', tutoring_temp: 'float?' },
    ...{ scope: 'text', scope_id: 'text?', created_at: 'time', updated_at: 'time' },
  },
  voice_configs: {
    ...{ id: 'uuid', organization_id: 'uuid?', tts_provider: 'text', tts_model: 'text?', tts_voice: 'text?' },
    ...{ stt_provider: 'text', stt_model: 'text?', quality_tier: 'text', scope: 'text', scope_id: 'text?' },
    ...{ created_at: 'time', updated_at: 'time' },
  },
} as const;

const ADDED_TABLES = [
  ...['documents', 'concepts', 'concept_edges', 'attempts', 'reviews', 'session_nodes', 'invites'],
  ...['usage_events', 'analytics_events', 'audit_log', 'embedding_cache'],
];

const INDEXES = {
  idx_user_email: ['users', 'btree', 'email'],
  idx_user_organization: ['users', 'btree', 'organization_id'],
  idx_nugget_embedding: ['nuggets', 'hnsw', 'embedding vector_cosine_ops'],
  idx_session_learner: ['sessions', 'btree', 'learner_id'],
  idx_session_organization: ['sessions', 'btree', 'organization_id'],
  idx_message_session: ['messages', 'btree', 'session_id'],
  idx_progress_learner: ['progress', 'btree', 'learner_id'],
  idx_progress_concept: ['progress', 'btree', 'concept'],
  idx_ingestion_job_organization: ['ingestion_jobs', 'btree', 'organization_id'],
  idx_ingestion_job_status: ['ingestion_jobs', 'btree', 'status'],
} as const;

const TYPES: Record<string, string> = {
  'timestamp(3) with time zone': 'time',
  'double precision': 'float',
};

describe('the catalogue', () => {
  let postgres: LocalPostgres;
  let database: PGlite;

  beforeAll(async () => {
    postgres = await startPostgres();
    await migrateDatabase(postgres.url);
    database = postgres.database;
  }, 60_000);
  afterAll(() => postgres.close());

  const rows = async (query: string): Promise<string[][]> =>
    (await database.query<string[]>(query, [], { rowMode: 'array' })).rows;

  test('has every table and column of the model, of its type and nullability', async () => {
    const columns = await rows(`
      select c.relname, a.attname, format_type(a.atttypid, a.atttypmod), (not a.attnotnull)::text
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped`);
    const found = Object.fromEntries(
      Object.entries(MODEL).map(([table, wanted]) => [
        table,
        Object.fromEntries(
          columns
            .filter(([relation = '', column = '']) => relation === table && column in wanted)
            .map(([, column = '', type = '', nullable]) => [
              column,
              (TYPES[type] ?? type) + (nullable === 'true' ? '?' : ''),
            ]),
        ),
      ]),
    );
    expect(found).toEqual(MODEL);
    expect(ADDED_TABLES.filter((table) => !columns.some(([relation]) => relation === table))).toEqual([]);
  });

  test('has every index of the model, by name', async () => {
    const indexes = await rows(`
      select i.relname, t.relname, am.amname, pg_get_indexdef(i.oid)
      from pg_index x join pg_class i on i.oid = x.indexrelid join pg_class t on t.oid = x.indrelid
      join pg_am am on am.oid = i.relam join pg_namespace n on n.oid = t.relnamespace where n.nspname = 'public'`);
    const found = Object.fromEntries(
      indexes
        .filter(([name = '']) => name in INDEXES)
        .map(([name = '', table, method, definition = '']) => [
          name,
          [table, method, /\((.*)\)$/.exec(definition)?.[1]],
        ]),
    );
    expect(found).toEqual(INDEXES);
  });

  test('keeps unique keys over a nullable scope distinct, and vectors in the row', async () => {
    const keys = await rows(`
      select i.relname from pg_index x join pg_class i on i.oid = x.indexrelid
      where x.indisunique and x.indnullsnotdistinct order by 1`);
    expect(keys.flat()).toEqual([
      'ai_model_configs_scope_key',
      'system_settings_key_scope_key',
      'voice_configs_scope_key',
    ]);
    const storage = await rows(`
      select attstorage::text from pg_attribute where attrelid = 'nuggets'::regclass and attname = 'embedding'`);
    expect(storage).toEqual([['p']]);
  });

  test('walls every table that belongs to an organization', async () => {
    const open = await rows(`
      select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'public' and c.relkind = 'r'
        and (c.relname = 'organizations' or exists (
          select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id' and not a.attisdropped))
        and (not c.relrowsecurity
          or not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'organization_wall'))`);
    expect(open).toEqual([]);
  });
});
