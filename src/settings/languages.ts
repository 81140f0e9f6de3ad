/**
 * Which languages a voice's model speaks, by the first part of their BCP 47 tag. A model that is not listed is taken to
 * speak all: it is somebody's own, and they know.
 */

const list = (tags: string): ReadonlySet<string> => new Set(tags.split(' '));

/** https://platform.openai.com/docs/guides/text-to-speech#supported-languages */
const OPENAI = list(
  'af ar hy az be bs bg ca zh hr cs da nl en et fi fr gl de el he hi hu is id it ja kn kk ko lv lt mk ms mr mi ne no nb nn fa pl pt ro ru sr sk sl es sw sv tl fil ta th tr uk ur vi cy',
);
/** https://elevenlabs.io/docs/models */
const MULTILINGUAL_2 = list(
  'en ja zh de hi fr ko pt it es id nl tr fil tl pl sv bg ro ar cs el fi hr ms sk da ta uk ru',
);
const QUICK_2_5 = new Set([...MULTILINGUAL_2, 'hu', 'no', 'nb', 'nn', 'vi']);
const ENGLISH = list('en');

const SPOKEN: readonly [model: string, languages: ReadonlySet<string>][] = [
  ['tts-1', OPENAI],
  ['gpt-4o-mini-tts', OPENAI],
  ['eleven_multilingual_v2', MULTILINGUAL_2],
  ['eleven_flash_v2_5', QUICK_2_5],
  ['eleven_turbo_v2_5', QUICK_2_5],
  ['eleven_flash_v2', ENGLISH],
  ['eleven_turbo_v2', ENGLISH],
  ['eleven_monolingual_v1', ENGLISH],
];

/** Whether the model speaks the language; true where either is not known. */
export function speaks(model: string, language: string | null): boolean {
  const base = language?.toLowerCase().split('-', 1)[0] ?? '';
  // The longest name first: `eleven_flash_v2_5` begins like `eleven_flash_v2`.
  const [, languages] =
    SPOKEN.filter(([name]) => model.startsWith(name)).toSorted(([a], [b]) => b.length - a.length)[0] ?? [];
  return languages === undefined || !/^[a-z]{2,3}$/.test(base) || base === 'und' || languages.has(base);
}
