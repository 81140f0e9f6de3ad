import { z } from 'zod';
import { AiModels, DEFAULT_AI_MODELS } from './ai-models.ts';
import { DEFAULT_VALUES, SecretKey, Values } from './catalogue.ts';
import { Envelope } from './secrets.ts';
import type { Scope } from './tables.ts';
import { DEFAULT_VOICE, VoiceFields } from './voice.ts';

/** The nearest scope wins, field by field: learner, organization, system, built-in default. */
export type Origin = Scope | 'default';

/** What one scope says; fields that it leaves to the next are absent. */
export type Layer = {
  scope: Scope;
  models: Readonly<Record<string, unknown>>;
  voice: Readonly<Record<string, unknown>>;
  values: Readonly<Record<string, unknown>>;
};

export type Origins = Readonly<Record<string, Origin>>;

export type Resolved<T> = { value: T; origins: Origins };

export type SealedSecret = { envelope: Envelope; origin: Scope };

export type Settings = {
  models: Resolved<AiModels>;
  voice: Resolved<VoiceFields>;
  values: Resolved<Values>;
  secrets: Readonly<Partial<Record<SecretKey, SealedSecret>>>;
  caps: Caps;
};

/** What may be spent a month, US dollars; the organization's cap holds for all its learners together. */
export type Caps = { organization: number | null; learner: number | null };

/** Farthest first: what comes later covers what came before. */
const ORDER: readonly Scope[] = ['system', 'organization', 'learner'];

export function resolveSettings(layers: readonly Layer[]): Settings {
  const ordered = ORDER.flatMap((scope) => layers.filter((layer) => layer.scope === scope));
  const pick = (family: 'models' | 'voice' | 'values') =>
    ordered.map((layer) => ({ scope: layer.scope, fields: layer[family] }));
  return {
    models: merge(AiModels, DEFAULT_AI_MODELS, pick('models')),
    voice: merge(VoiceFields, DEFAULT_VOICE, pick('voice')),
    values: merge(Values, DEFAULT_VALUES, pick('values')),
    secrets: nearestSecrets(ordered),
    caps: capsOf(ordered),
  };
}

/** One key with two meanings: at a learner's scope it is theirs, so it must not cover the organization's. */
function capsOf(ordered: readonly Layer[]): Caps {
  const valuesOf = (layers: readonly Layer[]) =>
    merge(
      Values,
      DEFAULT_VALUES,
      layers.map(({ scope, values }) => ({ scope, fields: values })),
    );
  const shared = valuesOf(ordered.filter(({ scope }) => scope !== 'learner')).value;
  const own = valuesOf(ordered.filter(({ scope }) => scope === 'learner'));
  const ownSaid = own.origins['usage.monthlyUsd'] === 'learner';
  return {
    organization: shared['usage.monthlyUsd'],
    learner: ownSaid ? own.value['usage.monthlyUsd'] : shared['usage.learnerMonthlyUsd'],
  };
}

type Said = readonly { scope: Scope; fields: Readonly<Record<string, unknown>> }[];

/** A stored value that no longer fits its schema is passed over, as if it had not been set. */
function merge<T extends Record<string, unknown>>(
  schema: z.ZodObject & z.ZodType<T>,
  defaults: T,
  said: Said,
): Resolved<T> {
  const value: Record<string, unknown> = { ...defaults };
  const origins: Record<string, Origin> = {};
  for (const [field, kind] of Object.entries(schema.shape)) {
    origins[field] = 'default';
    for (const { scope, fields } of said) {
      if (fields[field] === undefined || !z.safeParse(kind, fields[field]).success) continue;
      value[field] = fields[field];
      origins[field] = scope;
    }
  }
  return { value: schema.parse(value), origins };
}

function nearestSecrets(ordered: readonly Layer[]): Settings['secrets'] {
  const found: Partial<Record<SecretKey, SealedSecret>> = {};
  for (const { scope, values } of ordered) {
    for (const key of SecretKey.options) {
      const envelope = Envelope.safeParse(values[key]);
      if (envelope.success) found[key] = { envelope: envelope.data, origin: scope };
    }
  }
  return found;
}

const NEARNESS = { default: 0, system: 1, organization: 2, learner: 3 } as const satisfies Record<
  Origin,
  number
>;

/** How near a field was set: 0 nowhere, 1 system, 2 organization, 3 learner. */
export const nearness = (origins: Origins, field: string): number => NEARNESS[origins[field] ?? 'default'];
