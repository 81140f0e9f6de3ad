/** Sentences to be cited, asked about and attacked in tests: our own samples, as passages of a page each. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { contentId, NuggetId } from '../src/base/ids.ts';
import type { Numbered } from '../src/tutoring/citations.ts';
import { sentencesOf, wordsOf } from '../src/tutoring/words.ts';

const FILES = [
  'samples/git-for-writers.md',
  'samples/first-aid-bleeding-and-burns.txt',
  'dev/samples/food-safety.md',
];

/** Sections of the samples as passages numbered from 1; each is a page of its own. */
export const samplePassages: Numbered[] = FILES.flatMap((file) =>
  readFileSync(new URL(`../${file}`, import.meta.url), 'utf8')
    .split(/\n(?=#|\d+\. [A-Z]{2})/)
    .filter((section) => section.length > 300)
    .map((text, i) => ({ file, text, page: i + 1 })),
).map(({ file, text, page }, i) => ({
  n: i + 1,
  nuggetId: contentId(NuggetId, file, page),
  documentId: contentId(z.uuid(), file),
  title: file,
  page,
  lastPage: page,
  headings: [],
  text,
  pagesKey: file,
}));

/** Plain sentences of 8 to 30 words with their passages. */
export const sampleSentences = samplePassages.flatMap((passage) =>
  sentencesOf(passage.text.replace(/^#.*$/gm, ''))
    .map((sentence) => sentence.replace(/\s+/g, ' ').trim())
    .filter(
      (sentence) =>
        /^[A-Z][^#`|*_"“<]+[.]$/.test(sentence) &&
        wordsOf(sentence).length >= 8 &&
        wordsOf(sentence).length <= 30,
    )
    .map((sentence) => ({ sentence, passage })),
);
