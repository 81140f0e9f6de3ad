import { catalogue } from './language.ts';
import { plural } from './numbers.ts';

const english = {
  title: 'Review',
  lead: 'A question on each idea that is fading, just before you would lose it.',
  start: (n: number) => plural('en', n, { one: 'Begin with # idea', other: 'Begin with # ideas' }),
  starting: 'Beginning',
  minutes: (n: number) => `about ${plural('en', n, { one: '# minute', other: '# minutes' })}`,
  done: (done: number, cap: number) => `${done} of at most ${cap} done today`,
  none: 'Nothing is due today',
  noneText:
    'What you learn comes back here just before you would forget it. Until then, go on with something new.',
  home: 'Back to home',
  list: 'Due today',
  goal: (n: number) => plural('en', n, { one: 'Review of # idea', other: 'Review of # ideas' }),
  ask: (name: string) => `Please ask me a question about ${name}.`,
  round: (at: number, of: number) => `Review, ${at} of ${of}`,
  about: (name: string) => `About ${name}`,
  next: (name: string) => `Next: ${name}`,
  last: 'Finish the round',
};

export type ReviewWords = typeof english;

export const words = catalogue<ReviewWords>(english, {
  de: async () => (await import('./review.de.ts')).german,
});
