/** Slides, their scripts and their sound belong together: whoever makes one anew carries the others along. */
import type { NuggetId } from '../base/ids.ts';
import type { NuggetParts, PartRecord, Slide } from '../library/nugget.ts';
import type { Caller, Models } from '../models/port.ts';
import type { Wish } from './asking.ts';
import { type AudioNeeds, speakSlides } from './audio.ts';
import { hashOf } from './hash.ts';
import { writeScripts } from './script.ts';
import { makeSlides } from './slides.ts';

export type DeckNeeds = AudioNeeds & {
  models: Pick<Models, 'complete' | 'speak' | 'voiceKey'>;
  clock: () => Date;
};

export type DeckNugget = Wish & {
  id: NuggetId;
  title: string | null;
  content: string;
  headings: readonly string[];
  language: string | null;
  slides: Slide[] | null;
  audioUrl: string | null;
};

export type DeckPart = 'slides' | 'script' | 'audio';

export type Deck = { slides: Slide[]; audioUrl: string | null; records: NuggetParts; changed: DeckPart[] };

/** What each part is made of: the same input is not made into the same part twice. */
export const deckInput = {
  slides: (nugget: DeckNugget): string => hashOf(nugget.content, nugget.headings, nugget.language),
  script: (slides: readonly Slide[]): string => hashOf(slides.map(({ title, content }) => [title, content])),
  audio: (slides: readonly Slide[], voice: string): string =>
    hashOf(
      voice,
      slides.map(({ script }) => script),
    ),
};

/**
 * The deck with a part made anew. New slides get scripts, and new scripts sound, where the old ones had them, so that the
 * old deck can serve until the new one is whole.
 */
export async function makeDeck(
  needs: DeckNeeds,
  caller: Caller,
  nugget: DeckNugget,
  part: DeckPart,
): Promise<Deck> {
  const before = nugget.slides ?? [];
  const had = (key: 'script' | 'audioUrl') => before.some((slide) => slide[key] !== null);
  const deck: Deck = { slides: before, audioUrl: nugget.audioUrl, records: {}, changed: [] };
  const record = (input: string, by: PartRecord['by'] = 'model'): PartRecord => ({
    input,
    by,
    at: needs.clock().toISOString(),
    ...(caller.jobId === undefined ? {} : { job: caller.jobId }),
  });

  if (part === 'slides') {
    const { slides, by } = await makeSlides(needs, caller, nugget);
    deck.slides = slides;
    deck.audioUrl = null;
    deck.records.slides = record(deckInput.slides(nugget), by);
    deck.changed.push('slides');
  }
  if (part === 'script' || (part === 'slides' && had('script'))) {
    const { slides, by } = await writeScripts(needs, caller, nugget, deck.slides);
    deck.slides = slides;
    deck.records.script = record(deckInput.script(deck.slides), by);
    deck.changed.push('script');
  }
  if (part === 'audio' || (part === 'script' && had('audioUrl')) || (part === 'slides' && had('audioUrl'))) {
    const spoken = await speakSlides(needs, caller, { ...nugget, slides: deck.slides });
    const voice = await needs.models.voiceKey({ ...caller, task: 'speech' });
    deck.slides = spoken.slides;
    deck.audioUrl = spoken.audioUrl;
    deck.records.audio = record(deckInput.audio(deck.slides, voice));
    deck.changed.push('audio');
  }
  return deck;
}
