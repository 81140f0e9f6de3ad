/** The phrases of a text that may name a thing: by part of speech in English, elsewhere content words that stand together. */
import nlp from 'compromise/two';
import { baseLanguage, stopWords, wordsOf } from './words.ts';

const LONGEST = 3;

/** Every phrase of up to three words as often as it comes, phrases within longer ones included. */
export const phrasesOf = (text: string, language: string | null): string[][] =>
  runsOf(text, language).flatMap((run) =>
    run.flatMap((_, start) =>
      Array.from({ length: Math.min(LONGEST, run.length - start) }, (_, more) =>
        run.slice(start, start + more + 1),
      ),
    ),
  );

/** Words that stand together without a mark or a word of grammar between. */
const runsOf = (text: string, language: string | null): string[][] =>
  text
    .split(/[^\p{L}\p{M}\p{N}\s'’-]+/u)
    .flatMap((clause) =>
      baseLanguage(language) === 'en' ? englishRuns(clause) : otherRuns(clause, language),
    );

type Tagged = { terms: { text: string; tags: string[] }[] };

/** Adjectives and nouns in a row, ending in a noun. */
function englishRuns(clause: string): string[][] {
  const stops = stopWords('en');
  const sentences: Tagged[] = nlp(clause).json({ terms: { text: true, tags: true } });
  return sentences.flatMap(({ terms }) => {
    const runs: { word: string; isNoun: boolean }[][] = [[]];
    for (const { text, tags } of terms) {
      const isNoun = tags.includes('Noun') && !tags.includes('Pronoun');
      const usable = (isNoun || tags.includes('Adjective')) && /\p{L}{2}/u.test(text);
      if (usable && !stops.has(text.toLowerCase())) runs.at(-1)?.push({ word: text.trim(), isNoun });
      else runs.push([]);
    }
    return runs.map((run) =>
      run.slice(0, run.findLastIndex(({ isNoun }) => isNoun) + 1).map(({ word }) => word),
    );
  });
}

function otherRuns(clause: string, language: string | null): string[][] {
  const stops = stopWords(baseLanguage(language));
  const runs: string[][] = [[]];
  for (const word of wordsOf(clause, language)) {
    if (stops.has(word.toLowerCase()) || !/\p{L}{2}/u.test(word)) runs.push([]);
    else runs.at(-1)?.push(word);
  }
  return runs;
}
