/** Finds running heads, running feet and page numbers: what repeats at the edge of pages and says nothing new. */

import type { Line } from './pdf-lines.ts';

export type PageLines = { page: number; width: number; height: number; lines: Line[] };

/** Heads and feet stand in this share of the page's height, above and below. */
const EDGE = 0.12;
/** With wide margins they stand deeper in, but still no line stands outside them. */
const OUTERMOST_EDGE = 0.2;
/** On fewer pages than this the same words are a coincidence, or a title. */
const FEWEST_PAGES = 3;
/** A bare page number is told on two pages already, because it counts with them. */
const FEWEST_NUMBERED = 2;
/** A head stands on every second page at least, but for those where chapters begin. */
const SPARSEST = 4;
/** This many heads or feet at one height show where they stand. */
const FEWEST_IN_PLACE = 4;
/** A head is not set larger than the text under it by more than this; a slide's title is. */
const LARGEST = 1.25;

type Sighting = { page: number; line: Line };

/** The lines of the document that are furniture. `bodySize` is the size of most of its letters. */
export function findFurniture(pages: readonly PageLines[], bodySize: number): Set<Line> {
  const sightings = new Map<string, Sighting[]>();
  for (const { page, height, lines } of pages) {
    for (const { line, edge } of edgeLines(lines, height)) {
      for (const form of formsOf(line.text, page)) {
        const key = `${edge} ${form}`;
        sightings.set(key, [...(sightings.get(key) ?? []), { page, line }]);
      }
    }
  }
  const repeated = new Set<Line>();
  for (const [key, list] of sightings) {
    const isNumber = / [^\p{L}]*#-?\d+[^\p{L}]*$/u.test(key);
    if (!isKept(list, isNumber ? FEWEST_NUMBERED : FEWEST_PAGES)) continue;
    for (const { line } of list) if (line.size <= LARGEST * bodySize) repeated.add(line);
  }
  return withNeighbours(pages, repeated);
}

/** Seen on enough pages, and on pages near each other: "Definition 34" stands on top of page 40 by chance. */
function isKept(sightings: readonly Sighting[], fewest: number): boolean {
  const pages = new Set(sightings.map(({ page }) => page));
  const span = Math.max(...pages) - Math.min(...pages) + 1;
  return pages.size >= fewest && span <= SPARSEST * pages.size;
}

/** Heads change with the chapter, but not their place: what stands exactly where heads stand is one. */
function withNeighbours(pages: readonly PageLines[], repeated: ReadonlySet<Line>): Set<Line> {
  const places = new Map<string, number>();
  for (const line of repeated) places.set(placeOf(line), (places.get(placeOf(line)) ?? 0) + 1);
  const furniture = new Set(repeated);
  for (const { lines, height } of pages) {
    for (const { line } of edgeLines(lines, height)) {
      if ((places.get(placeOf(line)) ?? 0) >= FEWEST_IN_PLACE) furniture.add(line);
    }
  }
  return furniture;
}

function placeOf({ v, size, bold }: Line): string {
  return `${Math.round(v)} ${size} ${bold}`;
}

type EdgeLine = { line: Line; edge: 'top' | 'bottom' };

function edgeLines(lines: readonly Line[], height: number): EdgeLine[] {
  const level = lines.filter(({ angle, hidden }) => angle === 0 && hidden === undefined);
  const highest = Math.min(...level.map(({ v }) => v));
  const lowest = Math.max(...level.map(({ v }) => v));
  return level.flatMap((line): EdgeLine[] => {
    const { v, size } = line;
    if (v < EDGE * height || (v < OUTERMOST_EDGE * height && v < highest + size))
      return [{ line, edge: 'top' }];
    const atFoot = v > (1 - EDGE) * height || (v > (1 - OUTERMOST_EDGE) * height && v > lowest - size);
    return atFoot ? [{ line, edge: 'bottom' }] : [];
  });
}

/** The text as it is, and with each number in turn replaced by its distance from the page's own. */
function formsOf(text: string, page: number): string[] {
  const forms = [text];
  for (const match of text.matchAll(/(?<![\d.,])\d{1,4}(?![\d.,]\d)/g)) {
    if (forms.length > 4) break;
    const end = match.index + match[0].length;
    forms.push(`${text.slice(0, match.index)}#${Number(match[0]) - page}${text.slice(end)}`);
  }
  return forms;
}
