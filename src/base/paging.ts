import { z } from 'zod';
import { AppError } from './errors.ts';

/**
 * Cursors: the last row's time and id, so that a page neither repeats nor skips when rows come in between.
 * A cursor is base64url of a JSON pair.
 */
const Cursor = z.tuple([z.iso.datetime(), z.uuid()]);
export type Cursor = { at: Date; id: string };

export const encodeCursor = ({ at, id }: Cursor): string =>
  btoa(JSON.stringify([at.toISOString(), id]))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');

/** Throws `validation_error` for a cursor that we did not make. */
export function decodeCursor(text: string | undefined): Cursor | undefined {
  if (text === undefined) return undefined;
  try {
    const [at, id] = Cursor.parse(JSON.parse(atob(text.replaceAll('-', '+').replaceAll('_', '/'))));
    return { at: new Date(at), id };
  } catch (cause) {
    throw new AppError('validation_error', 'cursor: not one of ours', {
      details: [{ path: 'cursor', message: 'not one of ours' }],
      cause,
    });
  }
}

/** Cuts a list that was read with one row too many, and says where the next page begins. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  place: (row: Row) => Cursor,
): { rows: Row[]; nextCursor: string | null } {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: shown,
    nextCursor: rows.length > limit && last !== undefined ? encodeCursor(place(last)) : null,
  };
}
