/** Finds the citation numbers in a run of text: `[2]`, `[1, 3]`, `[1][2]`. Pure. */

export type Run = string | { cites: readonly number[] };

const CITATION = /\s?\[(\d{1,3}(?:\s*[,;]\s*\d{1,3})*)\]/g;

/**
 * The text in runs, numbers apart from words. Only numbers in `known` count, because brackets are also written
 * for other reasons. The space before a citation goes, so that it never parts from its last word.
 */
export function citationRuns(text: string, known: (n: number) => boolean): readonly Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const match of text.matchAll(CITATION)) {
    const cites = (match[1] ?? '').split(/[,;]/).map(Number);
    if (!cites.every(known)) continue;
    if (match.index > at) runs.push(text.slice(at, match.index));
    runs.push({ cites });
    at = match.index + match[0].length;
  }
  if (at < text.length) runs.push(text.slice(at));
  return runs;
}

/** What the server writes behind a sentence whose citation did not hold; `dev/pages-agree.test.ts` holds it to that. */
export const GENERAL_KNOWLEDGE = '(general knowledge)';

/** The numbers a text cites, each once, in the order in which they first come. */
export const citedNumbers = (text: string, known: (n: number) => boolean): readonly number[] => [
  ...new Set(citationRuns(text, known).flatMap((run) => (typeof run === 'string' ? [] : run.cites))),
];
