import { expect, test } from 'vitest';
import { AppError } from './errors.ts';
import { pagesOf } from './paging.ts';

const rows = Array.from({ length: 4 }, (_, n) => ({
  at: new Date(Date.UTC(2026, 0, 1, n)),
  id: `01a204a5-0000-7000-8000-00000000000${n}`,
}));
const [first, second] = rows;
const pages = pagesOf('rows');
const refusalOf = (list: string, cursor: string): unknown => {
  try {
    return pagesOf(list).after(cursor);
  } catch (error) {
    return error instanceof AppError ? { type: error.errorType, details: error.details } : error;
  }
};

test('a page ends with the place of its last row, and the last page with none', () => {
  const page = pages.cut(rows.slice(0, 3), 2, (row) => row);
  expect(page.rows).toEqual([first, second]);
  expect(pages.after(page.nextCursor ?? undefined)).toEqual(second);
  expect(pages.cut(rows.slice(2), 2, (row) => row)).toEqual({ rows: rows.slice(2), nextCursor: null });
  expect(pages.after(undefined)).toBeUndefined();
});

test('a cursor of another list, and one that nobody made, are refused with the reason', () => {
  const { nextCursor } = pages.cut(rows, 2, (row) => row);
  const of = (message: string) => ({
    type: 'validation_error',
    details: [{ path: 'cursor', message: expect.stringContaining(message) }],
  });
  expect(refusalOf('others', nextCursor ?? '')).toEqual(of('another list'));
  for (const made of ['', 'x', btoa('{}'), btoa(JSON.stringify(['rows', 'yesterday', first?.id]))])
    expect(refusalOf('rows', made)).toEqual(of('not one of ours'));
});
