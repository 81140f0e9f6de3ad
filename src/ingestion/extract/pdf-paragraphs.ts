/** Joins lines into paragraphs, lists, tables and code. */

import { median } from './pdf-columns.ts';
import { isContentsLine, startsItem, startsWithDot, withPlainBullet } from './pdf-items.ts';
import type { Line } from './pdf-lines.ts';
import { joinLines } from './pdf-text.ts';

export type Passage = {
  kind: 'paragraph' | 'list' | 'table' | 'code';
  text: string;
  lines: Line[];
};

type Known = (word: string) => boolean;

/** Lines farther apart than this times the usual distance are two paragraphs. */
const LOOSE = 1.3;
/** Lines are at most this far apart, in letter heights: where their distance is usual there, and elsewhere. */
const LOOSEST_USUAL = 3;
const LOOSEST = 1.9;
/** After a line that was filled to the edge. */
const LOOSEST_FULL = 2.4;
/** Characters; what is shorter is a label, not a sentence broken off. */
const SHORTEST_UNFINISHED = 60;

/** The passages of the lines of one page, in their order. */
export function joinParagraphs(lines: readonly Line[], known: Known): Passage[] {
  const frames = framesOf(lines);
  const groups: Line[][] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const before = group?.at(-1);
    const frame = frames.get(line.region);
    if (
      group !== undefined &&
      before !== undefined &&
      frame !== undefined &&
      goesOn(group, before, line, frame)
    ) {
      group.push(line);
    } else groups.push([line]);
  }
  return mergeLists(
    mergeAcross(
      groups.map((group) => passageOf(group, known)),
      known,
    ),
  );
}

/** The column that lines stand in: its edges, and how far apart its lines usually are. */
type Frame = { right: number; leading: number; size: number };

function framesOf(lines: readonly Line[]): Map<number, Frame> {
  const byRegion = new Map<number, Line[]>();
  for (const line of lines) byRegion.set(line.region, [...(byRegion.get(line.region) ?? []), line]);
  return new Map([...byRegion].map(([region, members]) => [region, frameOf(members)]));
}

function frameOf(lines: readonly Line[]): Frame {
  return {
    right: Math.max(...lines.map(({ u1 }) => u1)),
    leading: usualStep(lines),
    size: median(lines.map(({ size }) => size)),
  };
}

/** The smallest distance that many of the lines keep; 0 where none is kept often enough to be meant. */
function usualStep(lines: readonly Line[]): number {
  const steps = lines.slice(1).flatMap((line, index) => {
    const step = line.v - (lines[index]?.v ?? line.v);
    return step > 0 && step < LOOSEST_USUAL * line.size ? [step] : [];
  });
  const kept = steps.filter(
    (step) => steps.filter((other) => Math.abs(other - step) < 0.08 * step).length >= 3,
  );
  const often = kept.filter(
    (step) => 4 * kept.filter((other) => Math.abs(other - step) < 0.08 * step).length >= steps.length,
  );
  return often.length > 0 ? Math.min(...often) : 0;
}

function goesOn(group: readonly Line[], before: Line, line: Line, frame: Frame): boolean {
  if (before.region !== line.region || before.angle !== line.angle || before.hidden !== line.hidden)
    return false;
  if (before.table || line.table) return before.table && line.table;
  if (Math.abs(before.size - line.size) > 0.6 || before.bold !== line.bold) return false;
  if (!isNear(before, line, frame)) return false;
  if (startsWithDot(line.text) || isContentsLine(before.text)) return false;
  if (isCode(group[0] ?? before) || line.monospaced) return isCode(group[0] ?? before) && line.monospaced;
  if (startsItem(line.text)) return false;
  if (isCentred(before, line)) return true;
  if (isIndented(group, before, line)) return false;
  return !couldHaveHeld(before, line, frame);
}

/** Lines of other than the usual size keep the usual distance in proportion. */
function isNear(before: Line, line: Line, { leading, size, right }: Frame): boolean {
  const step = line.v - before.v;
  if (step <= 0) return false;
  if (leading > 0 && step <= LOOSE * leading * Math.max(1, line.size / size)) return true;
  const isFull = before.u1 > right - 1.5 * line.size;
  return leading === 0 && step <= (isFull ? LOOSEST_FULL : LOOSEST) * line.size;
}

function isCentred(before: Line, line: Line): boolean {
  const offset = (before.u0 + before.u1) / 2 - (line.u0 + line.u1) / 2;
  return Math.abs(offset) < 0.4 * line.size && Math.abs(before.u0 - line.u0) > line.size;
}

/** A first line stands in, or all but the first stand out; an item's lines hang under its text. */
function isIndented(group: readonly Line[], before: Line, line: Line): boolean {
  const [first] = group;
  if (first !== undefined && startsItem(first.text)) return line.u0 < first.u0 - 0.5 * line.size;
  return line.u0 > before.u0 + 0.8 * line.size;
}

/** A line was ended on purpose when the next one's first word would still have fitted on it. */
function couldHaveHeld(before: Line, line: Line, frame: Frame): boolean {
  if (/[\p{L}\d]-$/u.test(before.text) && /^[\p{L}\d]/u.test(line.text)) return false;
  const [word = ''] = line.text.split(' ', 1);
  const first = /[\u3040-\u9fff]/.test(word) ? 1 : word.length;
  const needed = ((line.u1 - line.u0) * (first + 1)) / Math.max(1, line.text.length);
  return before.u1 + needed + line.size < frame.right;
}

function passageOf(lines: Line[], known: Known): Passage {
  const [first] = lines;
  if (first?.table === true) return { kind: 'table', text: lines.map(({ text }) => text).join('\n'), lines };
  if (first !== undefined && isCode(first) && lines.length > 1)
    return { kind: 'code', text: codeOf(lines), lines };
  const text = lines.reduce((joined, line) => joinLines(joined, line.text, known), '');
  return { kind: startsItem(text) || isContentsLine(text) ? 'list' : 'paragraph', text, lines };
}

/** An item may be set in a typewriter's letters and is an item still. */
function isCode({ monospaced, text }: Line): boolean {
  return monospaced && !startsWithDot(text);
}

/** A sentence that ends in the next column, or beyond a picture, is one paragraph. */
function mergeAcross(passages: readonly Passage[], known: Known): Passage[] {
  const merged: Passage[] = [];
  for (const passage of passages) {
    const before = merged.at(-1);
    const [end, start] = [before?.lines.at(-1), passage.lines[0]];
    const goesOn =
      before !== undefined &&
      end !== undefined &&
      start !== undefined &&
      end.region !== start.region &&
      before.kind !== 'table' &&
      passage.kind === 'paragraph' &&
      looksAlike(end, start) &&
      /[\p{L},-]$/u.test(before.text) &&
      /^\p{Ll}/u.test(passage.text) &&
      before.text.length > SHORTEST_UNFINISHED;
    if (!goesOn) merged.push(passage);
    else {
      merged[merged.length - 1] = {
        kind: before.kind,
        text: joinLines(before.text, passage.text, known),
        lines: [...before.lines, ...passage.lines],
      };
    }
  }
  return merged;
}

/** Code keeps its lines and how far each stands in. */
function codeOf(lines: readonly Line[]): string {
  const left = Math.min(...lines.map(({ u0 }) => u0));
  return lines
    .map(({ text, u0, size }) => ' '.repeat(Math.min(40, Math.round((u0 - left) / (0.6 * size)))) + text)
    .join('\n');
}

/** Items that follow each other are one list, an item a line, deeper ones by two spaces a level. */
function mergeLists(passages: readonly Passage[]): Passage[] {
  const merged: Passage[] = [];
  for (const passage of passages) {
    const list = merged.at(-1);
    const [start, first] = [list?.lines[0], passage.lines[0]];
    if (passage.kind !== 'list' || first === undefined) merged.push(passage);
    else if (list?.kind !== 'list' || start === undefined || !looksAlike(start, first)) {
      merged.push({ ...passage, text: itemOf(passage, first) });
    } else {
      merged[merged.length - 1] = {
        kind: 'list',
        text: `${list.text}\n${itemOf(passage, start)}`,
        lines: [...list.lines, ...passage.lines],
      };
    }
  }
  return merged;
}

function looksAlike(a: Line, b: Line): boolean {
  return a.hidden === b.hidden && a.angle === b.angle && a.bold === b.bold && Math.abs(a.size - b.size) < 0.6;
}

function itemOf({ text, lines }: Passage, first: Line): string {
  const inset = (lines[0]?.u0 ?? first.u0) - first.u0;
  const level = Math.max(0, Math.min(5, Math.round(inset / (1.8 * first.size))));
  return '  '.repeat(level) + withPlainBullet(text);
}
