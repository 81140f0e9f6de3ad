import { and, eq, or, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import { learners, organizations } from '../accounts/tables.ts';
import type { OrganizationDb, Sql, SystemDb } from '../base/db.ts';
import { required } from '../base/errors.ts';
import { LearnerId, type OrganizationId, type UserId } from '../base/ids.ts';
import { audit } from '../base/queries.ts';
import type { AiModels } from './ai-models.ts';
import type { Key } from './catalogue.ts';
import type { Layer } from './resolve.ts';
import { aiModelConfigs, type Scope, systemSettings, voiceConfigs } from './tables.ts';
import type { VoiceFields } from './voice.ts';

type SettingsTable = typeof systemSettings | typeof aiModelConfigs | typeof voiceConfigs;

/** The rows that may have a say: of the system, of the organization, and of the learner where one is asked for. */
const inReach = (table: SettingsTable, { organizationId }: OrganizationDb, learnerId: string | undefined) =>
  or(
    eq(table.scope, 'system'),
    and(
      eq(table.organizationId, organizationId),
      or(
        eq(table.scope, 'organization'),
        learnerId === undefined ? undefined : and(eq(table.scope, 'learner'), eq(table.scopeId, learnerId)),
      ),
    ),
  );

/** All that scopes say, in one round trip. */
export async function loadLayers(db: OrganizationDb, learnerId?: string): Promise<Layer[]> {
  const [values, models, voices] = await db.sql.batch([
    db.sql
      .select()
      .from(systemSettings)
      .where(inReach(systemSettings, db, learnerId)),
    db.sql
      .select()
      .from(aiModelConfigs)
      .where(inReach(aiModelConfigs, db, learnerId)),
    db.sql
      .select()
      .from(voiceConfigs)
      .where(inReach(voiceConfigs, db, learnerId)),
  ]);
  const scopes: readonly Scope[] = ['system', 'organization', 'learner'];
  return scopes.map((scope) => ({
    scope,
    values: Object.fromEntries(
      values.filter((row) => row.scope === scope).map(({ key, value }) => [key, value]),
    ),
    models: said(models.find((row) => row.scope === scope)),
    voice: said(voices.find((row) => row.scope === scope)),
  }));
}

/** What a row says; the empty string and null leave the field to the next scope. */
const said = (row: Record<string, unknown> | undefined): Record<string, unknown> =>
  Object.fromEntries(Object.entries(row ?? {}).filter(([, value]) => value !== '' && value !== null));

/** Where something is set. `organizationId` is null exactly for the system, which only its own handle may write. */
export type Target = {
  sql: Sql;
  organizationId: OrganizationId | null;
  scope: Scope;
  scopeId: string | null;
};

export const systemTarget = ({ sql }: SystemDb): Target => ({
  sql,
  organizationId: null,
  scope: 'system',
  scopeId: null,
});

const place = ({ organizationId, scope, scopeId }: Target) => ({ id: v7(), organizationId, scope, scopeId });

/** Fields left out stay; null leaves them to the next scope. */
export type Patch<T> = { [Field in keyof T]?: T[Field] | null | undefined };

const orEmpty = (text: string | null | undefined) => (text === undefined ? undefined : (text ?? ''));

export async function patchAiModels(target: Target, patch: Patch<AiModels>): Promise<void> {
  const names = {
    contentGenerationModel: orEmpty(patch.contentGenerationModel),
    narrativePlanningModel: orEmpty(patch.narrativePlanningModel),
    tutoringModel: orEmpty(patch.tutoringModel),
    metadataModel: orEmpty(patch.metadataModel),
    embeddingModel: orEmpty(patch.embeddingModel),
  };
  const { contentGenerationTemp, narrativePlanningTemp, tutoringTemp } = patch;
  const temps = { contentGenerationTemp, narrativePlanningTemp, tutoringTemp };
  const empty = {
    contentGenerationModel: '',
    narrativePlanningModel: '',
    tutoringModel: '',
    metadataModel: '',
    embeddingModel: '',
  };
  await target.sql
    .insert(aiModelConfigs)
    .values({ ...place(target), ...empty, ...given(names), ...temps })
    .onConflictDoUpdate({
      target: [aiModelConfigs.scope, aiModelConfigs.scopeId],
      set: { ...names, ...temps, updatedAt: new Date() },
    });
}

export async function patchVoice(target: Target, patch: Patch<VoiceFields>): Promise<void> {
  const names = {
    ttsProvider: orEmpty(patch.ttsProvider),
    sttProvider: orEmpty(patch.sttProvider),
    qualityTier: orEmpty(patch.qualityTier),
  };
  const { ttsModel, ttsVoice, sttModel } = patch;
  const rest = { ttsModel, ttsVoice, sttModel };
  const empty = { ttsProvider: '', sttProvider: '', qualityTier: '' };
  await target.sql
    .insert(voiceConfigs)
    .values({ ...place(target), ...empty, ...given(names), ...rest })
    .onConflictDoUpdate({
      target: [voiceConfigs.scope, voiceConfigs.scopeId],
      set: { ...names, ...rest, updatedAt: new Date() },
    });
}

/** Without the fields that were not given: a spread of `undefined` would cover what it is spread over. */
const given = <T extends Record<string, string | undefined>>(fields: T): { [Field in keyof T]?: string } => {
  const kept: { [Field in keyof T]?: string } = {};
  for (const field in fields) if (fields[field] !== undefined) kept[field] = fields[field];
  return kept;
};

/** JSON null is a value of its own: "no cap", said explicitly. */
const asJson = (value: unknown) => sql`${JSON.stringify(value)}::jsonb`;

export async function setValue(target: Target, key: Key, value: unknown): Promise<void> {
  await target.sql
    .insert(systemSettings)
    .values({ ...place(target), key, value: asJson(value) })
    .onConflictDoUpdate({
      target: [systemSettings.key, systemSettings.scope, systemSettings.scopeId],
      set: { value: asJson(value), updatedAt: new Date() },
    });
}

export async function unsetValue({ sql: db, scope, scopeId }: Target, key: Key): Promise<void> {
  await db
    .delete(systemSettings)
    .where(
      and(
        eq(systemSettings.key, key),
        eq(systemSettings.scope, scope),
        scopeId === null ? sql`${systemSettings.scopeId} is null` : eq(systemSettings.scopeId, scopeId),
      ),
    );
}

export async function isLearner(db: OrganizationDb, id: string): Promise<boolean> {
  const rows = await db.sql
    .select({ id: learners.id })
    .from(learners)
    .where(and(eq(learners.organizationId, db.organizationId), eq(learners.id, LearnerId.parse(id))));
  return rows.length > 0;
}

export async function getOrganization(db: OrganizationDb) {
  const [row] = await db.sql.select().from(organizations).where(eq(organizations.id, db.organizationId));
  return required(row);
}

export async function renameOrganization(db: OrganizationDb, actorId: UserId, name: string): Promise<void> {
  await db.sql.batch([
    db.sql.update(organizations).set({ name }).where(eq(organizations.id, db.organizationId)),
    audit(db, { actorId, action: 'organization.renamed' }),
  ]);
}
