/**
 * Empties the outbox into Postgres, in order, as often as it takes: each row is an upsert, so that a batch whose answer
 * got lost may be sent again. Postgres may be away for an hour; what is refused for good is set aside, not retried.
 */
import type { OutboxItem } from './effects.ts';

export type DrainNeeds = {
  /** The oldest rows. */
  read: (limit: number) => { place: number; item: OutboxItem }[];
  remove: (places: readonly number[]) => void;
  /** Stores all or none. */
  store: (items: readonly OutboxItem[]) => Promise<void>;
  /** Whether what was thrown will be thrown again however often it is tried: the row itself is at fault. */
  isRefusal: (thrown: unknown) => boolean;
  /** A row that Postgres will never take; it must not hold up the others. */
  setAside: (item: OutboxItem, thrown: unknown) => void;
};

const BATCH = 50;

/** Returns whether the outbox is empty now; false where Postgres did not answer. */
export async function drainOutbox(needs: DrainNeeds): Promise<boolean> {
  for (;;) {
    const rows = needs.read(BATCH);
    if (rows.length === 0) return true;
    if (!(await storeRows(needs, rows))) return false;
  }
}

/** A batch that is refused is halved until the row at fault stands alone. */
async function storeRows(needs: DrainNeeds, rows: { place: number; item: OutboxItem }[]): Promise<boolean> {
  try {
    await needs.store(rows.map(({ item }) => item));
  } catch (thrown) {
    if (!needs.isRefusal(thrown)) return false;
    const [only] = rows;
    if (only === undefined || rows.length > 1) {
      const half = Math.ceil(rows.length / 2);
      return (await storeRows(needs, rows.slice(0, half))) && (await storeRows(needs, rows.slice(half)));
    }
    needs.setAside(only.item, thrown);
  }
  needs.remove(rows.map(({ place }) => place));
  return true;
}

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 120_000;

/** Milliseconds until the next try after so many failures in a row; `spread` (0–1) keeps objects from coming back all at once. */
export const pauseAfter = (failures: number, spread: number): number =>
  Math.round(
    Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 20)) * (0.75 + spread / 2),
  );
