/** Puts a line of Hebrew or Arabic, read off the page from left to right, into the order in which it is read. */

const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u;
const LEFT_TO_RIGHT = /[\p{L}]/u;
/** Digits run left to right inside either; what joins them (1,000.50) goes along. */
const DIGIT = /[\p{Nd}]/u;

const MIRRORED = new Map([...'()[]{}<>«»‹›'].map((char, index, all) => [char, all[index ^ 1] ?? char]));

type Direction = 'left' | 'right' | 'number' | 'neutral';

function directionOf(cluster: string): Direction {
  if (DIGIT.test(cluster)) return 'number';
  if (RIGHT_TO_LEFT.test(cluster)) return 'left';
  return LEFT_TO_RIGHT.test(cluster) ? 'right' : 'neutral';
}

function hasRightToLeft(clusters: readonly string[]): boolean {
  return clusters.some((cluster) => RIGHT_TO_LEFT.test(cluster));
}

/** Whether a line is read from right to left: more of its letters are. */
export function readsLeftwards(clusters: readonly string[]): boolean {
  const directions = clusters.map(directionOf);
  const leftwards = directions.filter((direction) => direction === 'left').length;
  return leftwards > 0 && leftwards >= directions.filter((direction) => direction === 'right').length;
}

/**
 * Clusters as they stand from left to right, in reading order; unchanged where nothing runs leftwards. On a
 * page that does (`pageReadsLeftwards`), so does a line whose letters are mostly of a foreign name.
 */
export function inReadingOrder(clusters: readonly string[], pageReadsLeftwards = false): string[] {
  if (!hasRightToLeft(clusters)) return [...clusters];
  if (!pageReadsLeftwards && !readsLeftwards(clusters)) return reverseRuns(clusters, isLeftward);
  return reverseRuns(clusters.toReversed().map(mirror), isRightward);
}

function mirror(cluster: string): string {
  return MIRRORED.get(cluster) ?? cluster;
}

function isLeftward(direction: Direction): boolean {
  return direction === 'left';
}

function isRightward(direction: Direction): boolean {
  return direction === 'right' || direction === 'number';
}

/** Reverses each stretch from the first to the last cluster of a kind, with only neutral ones between. */
function reverseRuns(clusters: readonly string[], kind: (direction: Direction) => boolean): string[] {
  const result: string[] = [];
  let index = 0;
  while (index < clusters.length) {
    const end = runEnd(clusters, index, kind);
    if (end === index) {
      result.push(clusters[index] ?? '');
      index += 1;
      continue;
    }
    result.push(
      ...clusters
        .slice(index, end)
        .toReversed()
        .map(kind === isRightward ? mirror : keep),
    );
    index = end;
  }
  return result;
}

function keep(cluster: string): string {
  return cluster;
}

/** The end of the run that starts here; the start itself where none does. */
function runEnd(clusters: readonly string[], start: number, kind: (direction: Direction) => boolean): number {
  let end = start;
  for (let index = start; index < clusters.length; index += 1) {
    const direction = directionOf(clusters[index] ?? '');
    if (kind(direction)) end = index + 1;
    else if (direction !== 'neutral' || end === start) break;
  }
  return end;
}
