import type { Databases } from '../base/db.ts';
import type { Config } from '../base/env.ts';
import type { OrganizationId } from '../base/ids.ts';
import type { Person } from '../base/person.ts';
import { audit } from '../base/queries.ts';
import type { SecretKey } from './catalogue.ts';
import { loadLayers } from './queries.ts';
import { resolveSettings, type Settings } from './resolve.ts';
import type { ScopeNeeds } from './scope.ts';
import { seal, unseal } from './secrets.ts';
import type { Scope } from './tables.ts';

/** Settings as the product asks for them. Nothing is cached here: a change takes effect on the next call. */
export type SettingsNeeds = ScopeNeeds & {
  config: Pick<Config, 'operatorToken' | 'encryptionKey' | 'openai' | 'elevenlabs'>;
  databases: Databases;
  /** Lessons under way hold settings of their own: they are told to look again. */
  settingsChanged: (organizationId: OrganizationId) => Promise<void>;
};

/** After a write: noted in the audit, and told to the lessons under way before the answer goes out. */
export async function noteChange(
  { databases, settingsChanged }: Pick<SettingsNeeds, 'databases' | 'settingsChanged'>,
  { organizationId, userId }: Person,
  { scope, scopeId, what }: { scope: Scope; scopeId: string | null; what: string },
): Promise<void> {
  const db = databases.forOrganization(organizationId);
  await Promise.all([
    audit(db, { actorId: userId, action: 'setting.changed', subject: what, details: { scope, scopeId } }),
    settingsChanged(organizationId),
  ]);
}

export async function settingsFor(
  { databases }: Pick<SettingsNeeds, 'databases'>,
  { organizationId, learnerId }: { organizationId: OrganizationId; learnerId?: string | undefined },
): Promise<Settings> {
  return resolveSettings(await loadLayers(databases.forOrganization(organizationId), learnerId));
}

/** As they stand for a scope: those of it and of the scopes behind it. */
export async function settingsOfScope(
  { databases }: Pick<SettingsNeeds, 'databases'>,
  organizationId: OrganizationId,
  { scope, scopeId }: { scope: Scope; scopeId: string | null },
): Promise<Settings> {
  const learnerId = scope === 'learner' && scopeId !== null ? scopeId : undefined;
  const layers = await loadLayers(databases.forOrganization(organizationId), learnerId);
  return resolveSettings(scope === 'system' ? layers.filter((layer) => layer.scope === 'system') : layers);
}

/** What an envelope is bound to. */
const placeOf = (key: SecretKey, scope: Scope, organizationId: OrganizationId | null) =>
  [key, scope, organizationId ?? ''].join(':');

export const sealFor = (
  { encryptionKey }: Pick<Config, 'encryptionKey'>,
  secret: string,
  { key, scope, organizationId }: { key: SecretKey; scope: Scope; organizationId: OrganizationId | null },
) => seal(secret, encryptionKey, placeOf(key, scope, organizationId));

/** The secret that holds for the organization, or the deployment's own where none is set. */
export async function secretFor(
  config: SettingsNeeds['config'],
  settings: Settings,
  { key, organizationId }: { key: SecretKey; organizationId: OrganizationId },
): Promise<string | undefined> {
  const found = settings.secrets[key];
  if (found === undefined)
    return { OPENAI_API_KEY: config.openai.apiKey, ELEVENLABS_API_KEY: config.elevenlabs.apiKey }[key];
  const { envelope, origin } = found;
  return unseal(
    envelope,
    config.encryptionKey,
    placeOf(key, origin, origin === 'system' ? null : organizationId),
  );
}

/** Whether ElevenLabs' voices can be offered. */
export const offersElevenLabs = (config: SettingsNeeds['config'], settings: Settings): boolean =>
  settings.secrets.ELEVENLABS_API_KEY !== undefined || config.elevenlabs.apiKey !== undefined;
