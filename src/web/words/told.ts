import { catalogue } from './language.ts';
import type { ToldWords } from './sentences.ts';

const english: ToldWords = { sentence: (said) => said, refusal: (_, said) => said };

export const told = catalogue<ToldWords>(english, {
  de: async () => (await import('./told.de.ts')).german,
});
