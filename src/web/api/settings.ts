import { ask, get, withQuery } from './client.ts';
import { resource, resources } from './resource.ts';
import type { AiModelsView, OrganizationView, SettingView, VoiceView } from './shapes.ts';

/** Settings by scope: the organization's, or one learner's over them. */

export type Scope = { scope: 'organization' } | { scope: 'learner'; scopeId: string };

/** A scope as a key of the kept answers. */
export const keyOf = (scope: Scope): string => (scope.scope === 'learner' ? scope.scopeId : 'organization');

const queryOf = (key: string) =>
  key === 'organization' ? { scope: key } : { scope: 'learner', scopeId: key };

export const aiModels = resources((key) => get<AiModelsView>('/api/admin/settings/ai-models', queryOf(key)));
export const voice = resources((key) => get<VoiceView>('/api/admin/settings/voice', queryOf(key)));
export const system = resources((key) =>
  get<{ items: SettingView[] }>('/api/admin/settings/system', queryOf(key)),
);
export const organization = resource(() => get<OrganizationView>('/api/admin/organization'));

/** Null leaves a field to the next scope. */
export const saveAiModel = (scope: Scope, field: string, value: string | number | null) =>
  ask<AiModelsView>('PUT', '/api/admin/settings/ai-models', { body: { ...scope, [field]: value } });

export const saveVoice = (scope: Scope, field: string, value: string | null) =>
  ask<VoiceView>('PUT', '/api/admin/settings/voice', { body: { ...scope, [field]: value } });

export const saveSetting = (scope: Scope, key: string, value: unknown) =>
  ask<SettingView>('POST', '/api/admin/settings/system', { body: { ...scope, key, value } });

export const unsetSetting = (scope: Scope, key: string) =>
  ask<{ success: true }>('DELETE', withQuery('/api/admin/settings/system', { ...scope, key }));

export const renameOrganization = (name: string) =>
  ask<OrganizationView>('PATCH', '/api/admin/organization', { body: { name } });
