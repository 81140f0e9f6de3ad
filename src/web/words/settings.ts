import { catalogue } from './language.ts';

const english = {
  title: 'Settings',
  lead: 'The nearest one wins, field by field: a learner’s, then the organization’s, then the system’s.',
  scope: 'Whose settings',
  organization: 'The organization',
  learner: 'One learner',
  choose: 'Choose a learner',
  name: 'Name of the organization',
  origin: {
    default: 'Built-in default',
    system: 'From the system',
    organization: 'Set by the organization',
    learner: 'Set for this learner',
  },
  reset: 'Leave it to the next',
  saved: 'Saved',
  models: {
    title: 'Models',
    lead: 'Names as your provider knows them. A temperature is 0 (always the same) to 2.',
    fields: {
      tutoringModel: 'Tutor',
      tutoringTemp: 'Tutor’s temperature',
      contentGenerationModel: 'Slides and scripts',
      contentGenerationTemp: 'Slides’ and scripts’ temperature',
      narrativePlanningModel: 'Paths',
      narrativePlanningTemp: 'Paths’ temperature',
      metadataModel: 'Topics and difficulty',
      embeddingModel: 'Search index',
    },
  },
  voice: {
    title: 'Voice',
    lead: 'A tier is a short word for provider and model. What is said explicitly beats it.',
    tier: 'Quality',
    tiers: { low: 'Standard', mid: 'High definition', high: 'ElevenLabs' },
    provider: 'Who speaks',
    providers: {
      'openai-standard': 'OpenAI, standard',
      'openai-hd': 'OpenAI, high definition',
      elevenlabs: 'ElevenLabs',
    },
    unavailable: 'no key',
    voice: 'Voice',
    listener: 'Who listens',
    listeners: { 'openai-whisper': 'OpenAI Whisper', elevenlabs: 'ElevenLabs' },
    effective: (provider: string, voice: string) => `Speaks now: ${provider}, voice ${voice}.`,
  },
  policy: { title: 'Making and showing' },
  money: {
    title: 'Allowance',
    none: 'no cap',
    lead: 'At 80% a warning is shown, at 100% the tutor stops until the month is over.',
  },
  keys: {
    title: 'Keys',
    lead: 'Kept encrypted and never shown again.',
    set: (last4: string) => `Set, ends in ${last4}`,
    unset: 'Not set',
    replace: 'New key',
    save: 'Save key',
    remove: 'Remove key',
  },
  names: {
    'usage.monthlyUsd': 'US dollars a month, for all',
    'usage.learnerMonthlyUsd': 'US dollars a month, for each learner',
    'review.required': 'Somebody must approve a nugget before learners see it',
    'image.policy': 'Pictures for nuggets',
    'image.model': 'Picture model',
    'image.quality': 'Picture quality',
    'audio.policy': 'Sound for nuggets',
    'models.fallback': 'Model to fall back on',
    'moderation.enabled': 'Check learners’ words for what has no place in a lesson',
    OPENAI_API_KEY: 'OpenAI-compatible provider',
    ELEVENLABS_API_KEY: 'ElevenLabs',
  },
  policies: { on: 'By themselves', off: 'Never', demand: 'When asked for' },
  qualities: { low: 'Low', medium: 'Medium', high: 'High' },
};

export type SettingsWords = typeof english;

export const words = catalogue<SettingsWords>(english, {
  de: async () => (await import('./settings.de.ts')).german,
});
