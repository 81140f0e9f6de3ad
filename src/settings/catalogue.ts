import { z } from 'zod';
import { plainText } from '../base/http.ts';
import type { Scope } from './tables.ts';

/** Every key that can be set: its schema, its default, where it may be set, and whether it is a secret. */

const usd = z.number().min(0).max(1_000_000).nullable();
const modelName = plainText(200, 1);
const policy = z.enum(['on', 'off', 'demand']);

export const Values = z.object({
  'usage.monthlyUsd': usd,
  'usage.learnerMonthlyUsd': usd,
  'review.required': z.boolean(),
  'image.policy': policy,
  'image.model': modelName,
  'image.quality': z.enum(['low', 'medium', 'high']),
  'audio.policy': policy,
  'models.fallback': modelName.nullable(),
  'moderation.enabled': z.boolean(),
});
export type Values = z.infer<typeof Values>;

/** What holds where no scope says otherwise. */
export const DEFAULT_VALUES: Values = {
  'usage.monthlyUsd': null,
  'usage.learnerMonthlyUsd': null,
  'review.required': false,
  'image.policy': 'on',
  'image.model': 'gpt-image-1',
  'image.quality': 'low',
  'audio.policy': 'on',
  'models.fallback': 'gpt-4.1-mini',
  'moderation.enabled': true,
};

export const PlainKey = Values.keyof();
export type PlainKey = z.infer<typeof PlainKey>;

/** Sealed where they are kept, and never read back. */
export const SecretKey = z.enum(['OPENAI_API_KEY', 'ELEVENLABS_API_KEY']);
export type SecretKey = z.infer<typeof SecretKey>;

export const SecretValue = z
  .string()
  .min(8)
  .max(500)
  .regex(/^[\x21-\x7e]+$/, 'a key has no spaces, and plain characters only');

export const Key = z.enum([...SecretKey.options, ...PlainKey.options]);
export type Key = z.infer<typeof Key>;

const everywhere = ['system', 'organization', 'learner'] as const;
const shared = ['system', 'organization'] as const;

/** Where a key may be set, and what it does, in words for whoever sets it. */
export const ABOUT: Readonly<Record<Key, { scopes: readonly Scope[]; about: string }>> = {
  OPENAI_API_KEY: {
    scopes: shared,
    about: 'Key of the OpenAI-compatible provider; where it is not set, the deployment’s own.',
  },
  ELEVENLABS_API_KEY: {
    scopes: shared,
    about: 'Key for ElevenLabs speech; where it is not set, the deployment’s own.',
  },
  'usage.monthlyUsd': {
    scopes: everywhere,
    about:
      'What model calls may cost a calendar month (UTC), US dollars: of the organization, or of one learner.',
  },
  'usage.learnerMonthlyUsd': {
    scopes: shared,
    about: 'What the model calls of any one learner may cost a month, where theirs is not set.',
  },
  'review.required': {
    scopes: shared,
    about: 'Whether an instructor must approve a nugget before learners see it.',
  },
  'image.policy': {
    scopes: shared,
    about: 'Whether nuggets get a picture by themselves, never, or when somebody asks.',
  },
  'image.model': { scopes: shared, about: 'The model that paints.' },
  'image.quality': { scopes: shared, about: 'How finely it paints, and at what price.' },
  'audio.policy': {
    scopes: shared,
    about: 'Whether slides are narrated by themselves, never, or when somebody asks.',
  },
  'models.fallback': {
    scopes: shared,
    about: 'The chat model that is asked where the chosen one fails after retries.',
  },
  'moderation.enabled': {
    scopes: shared,
    about: 'Whether the provider’s moderation reads what learners write.',
  },
};
