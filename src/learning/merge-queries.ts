/** Which concepts became part of which others: what evidence and choices under an old id count for today. */
import { and, eq, isNotNull } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import { concepts } from './tables.ts';

/** For a batch; `mergeMap` reads its rows. */
export const selectMerges = (db: OrganizationDb) =>
  db.sql
    .select({ id: concepts.id, into: concepts.mergedInto })
    .from(concepts)
    .where(and(eq(concepts.organizationId, db.organizationId), isNotNull(concepts.mergedInto)));

/** Merged away → what it became, as `currentConcept` follows it. */
export const mergeMap = (rows: readonly { id: string; into: string | null }[]): Record<string, string> =>
  Object.fromEntries(rows.flatMap(({ id, into }) => (into === null ? [] : [[id, into]])));
