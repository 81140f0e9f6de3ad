/** Recognizes rows of a region that stand in columns, and says which cell each fragment belongs to. */

import type { Fragment } from './pdf-columns.ts';

/** Fragments side by side, in reading order. */
export type Row = Fragment[];

/** A row, with its cells in the order of the table's columns where it is part of a table. */
export type ReadRow = { row: Row; cells: Fragment[][] | null };

/** A table has this many rows of several cells at least; a pair of lines set with tabs is none. */
const FEWEST_ROWS = 3;
/** Rows farther apart than this many letter heights belong to different things. */
const FARTHEST = 4;
/** Lines of one cell are this close. */
const CLOSE = 1.7;

export function tableRows(rows: readonly Row[]): ReadRow[] {
  const result: ReadRow[] = [];
  let index = 0;
  while (index < rows.length) {
    const end = runEnd(rows, index);
    const run = rows.slice(index, end);
    const columns = columnsOf(run);
    if (run.filter(hasCells).length >= FEWEST_ROWS && columns.length >= 2) {
      result.push(...run.map((row) => ({ row, cells: cellsOf(row, columns) })));
      index = end;
      continue;
    }
    result.push(...rows.slice(index, Math.max(end, index + 1)).map((row) => ({ row, cells: null })));
    index = Math.max(end, index + 1);
  }
  return result;
}

function hasCells(row: Row): boolean {
  return row.filter(({ readable }) => readable).length >= 2;
}

/** The run of rows with several cells that starts here; single ones may stand between if they fit a column. */
function runEnd(rows: readonly Row[], start: number): number {
  const first = rows[start];
  if (first === undefined || !hasCells(first)) return start;
  let end = start + 1;
  for (let index = start + 1; index < rows.length; index += 1) {
    const [row, before] = [rows[index], rows[index - 1]];
    if (row === undefined || before === undefined || distance(before, row) > FARTHEST) break;
    if (hasCells(row)) end = index + 1;
    else if (index - end >= 2 || !fitsColumn(row, before, columnsOf(rows.slice(start, end)))) break;
  }
  return end;
}

function distance(before: Row, row: Row): number {
  const [a, b] = [before[0], row[0]];
  return a === undefined || b === undefined ? 0 : Math.abs(b.v - a.v) / Math.max(a.size, b.size, 1);
}

type Column = { u0: number; u1: number };

/** Stretches that the cells of the rows cover, merged where they overlap. */
function columnsOf(rows: readonly Row[]): Column[] {
  const columns: Column[] = [];
  for (const { u0, u1 } of rows
    .filter(hasCells)
    .flat()
    .toSorted((a, b) => a.u0 - b.u0)) {
    const last = columns.at(-1);
    if (last !== undefined && u0 < last.u1) last.u1 = Math.max(last.u1, u1);
    else columns.push({ u0, u1 });
  }
  return columns;
}

/** A row of one cell goes on with a cell above where it stands under it and close to it. */
function fitsColumn(row: Row, before: Row, columns: readonly Column[]): boolean {
  const [cell] = row;
  if (cell === undefined || distance(before, row) > CLOSE) return false;
  return columns.some(({ u0, u1 }) => cell.u0 > u0 - 0.5 * cell.size && cell.u1 < u1 + 2 * cell.size);
}

/** Every column gets its cell, empty ones too, so that cells stay under their heads. */
function cellsOf(row: Row, columns: readonly Column[]): Fragment[][] {
  const [first, last] = [row[0], row.at(-1)];
  const leftwards = first !== undefined && last !== undefined && first.u0 > last.u0;
  const cells = columns.map(({ u0, u1 }) => row.filter((cell) => cell.u0 >= u0 && cell.u0 < u1));
  const rest = row.filter((cell) => !cells.flat().includes(cell));
  const all = rest.length > 0 ? [...cells, rest] : cells;
  return leftwards ? all.toReversed() : all;
}
