import { computed, type ReadonlySignal, signal } from '@preact/signals';

/**
 * The reader's language: what they chose here, else what their browser asks for, else English.
 * English comes with each page's code; another language's words are loaded with the page that needs them.
 */
export const LANGUAGES = [
  { tag: 'en', name: 'English', dir: 'ltr' },
  { tag: 'de', name: 'Deutsch', dir: 'ltr' },
] as const;

export type LanguageTag = (typeof LANGUAGES)[number]['tag'];

const KEY = 'nuggets.language';

function wanted(): LanguageTag {
  const asked = [localStorage.getItem(KEY) ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2));
  return asked.flatMap((tag) => LANGUAGES.filter((one) => one.tag === tag))[0]?.tag ?? 'en';
}

/** The language whose words are on the page now. */
export const language = signal<LanguageTag>('en');

/** The language with the region that the reader's browser names for it: days and numbers are written as there. */
export const locale = computed(
  () => navigator.languages.find((tag) => tag.startsWith(language.value)) ?? language.value,
);

/** A signal of everything said here, so that a catalogue can wait for its words before it is shown. */
const loads = new Set<(tag: LanguageTag) => Promise<void>>();

/**
 * A part of the catalogue: English at hand, the others on demand, all of English's type, so that a missing
 * string does not compile. Messages with numbers are functions, because every language counts differently.
 */
export function catalogue<Words>(
  english: Words,
  others: Record<Exclude<LanguageTag, 'en'>, () => Promise<Words>>,
): ReadonlySignal<Words> {
  const loaded = signal<Partial<Record<LanguageTag, Words>>>({ en: english });
  const load = async (tag: LanguageTag) => {
    if (tag === 'en' || loaded.peek()[tag] !== undefined) return;
    const words = await others[tag]();
    loaded.value = { ...loaded.peek(), [tag]: words };
  };
  loads.add(load);
  return computed(() => loaded.value[language.value] ?? english);
}

/** Loads what the catalogues that are in use lack in a language; call it before a page is first shown. */
export async function wordsReady(tag: LanguageTag = language.peek()): Promise<void> {
  await Promise.all([...loads].map((load) => load(tag)));
}

/** Changes the language of the whole page, and remembers it on this device. */
export async function speak(tag: LanguageTag): Promise<void> {
  await wordsReady(tag);
  language.value = tag;
  document.documentElement.lang = tag;
  document.documentElement.dir = LANGUAGES.find((one) => one.tag === tag)?.dir ?? 'ltr';
  localStorage.setItem(KEY, tag);
}

/** Sets the language before anything is drawn. */
export async function speakFirst(): Promise<void> {
  const tag = wanted();
  await wordsReady(tag);
  language.value = tag;
  document.documentElement.lang = tag;
  document.documentElement.dir = LANGUAGES.find((one) => one.tag === tag)?.dir ?? 'ltr';
}
