import type { OrganizationDb } from '../base/db.ts';
import { AppError } from '../base/errors.ts';
import { describeError, type Log } from '../base/log.ts';
import type { Caller, Models } from '../models/port.ts';
import { foldNearDuplicates } from './near-duplicates.ts';
import {
  type Found,
  type Search,
  type SearchFilters,
  type SearchMode,
  searchNuggets,
} from './search-queries.ts';

export type SearchNeeds = { models: Pick<Models, 'embed'>; log: Log };

export type Question = { text: string; mode: SearchMode; limit: number; filters?: SearchFilters | undefined };

/** A find, and what says the same in nearly the same words and ranked behind it. */
export type Hit = Found & { alsoIn: Found[] };

/** Finds looked at for each one wanted: as many copies of a text may stand in a row. */
const COPIES = 4;
const MOST = 400;

/**
 * What the organization's published nuggets hold on a question, near-duplicates folded. Hybrid search goes by words alone
 * where the question can't be embedded (the provider is away, the budget spent): less is better than nothing. Search by
 * meaning then throws.
 */
export async function search(
  needs: SearchNeeds,
  db: OrganizationDb,
  caller: Omit<Caller, 'task'>,
  question: Question,
): Promise<Hit[]> {
  const asked = await embedded(needs, db, caller, question);
  const found = await searchNuggets(db, { ...asked, limit: Math.min(MOST, question.limit * COPIES) });
  return foldNearDuplicates(found, ({ content }) => content)
    .slice(0, question.limit)
    .map(({ kept, folded }) => ({ ...kept, alsoIn: folded }));
}

async function embedded(
  needs: SearchNeeds,
  db: OrganizationDb,
  caller: Omit<Caller, 'task'>,
  question: Question,
): Promise<Search> {
  const byWords = { ...question, mode: 'keyword', vector: null, model: null } as const;
  if (question.mode === 'keyword') return byWords;
  const made = await needs.models
    .embed({ ...caller, task: 'embedding' }, [question.text])
    .catch((error: unknown) => {
      if (question.mode === 'vector' || !(error instanceof AppError)) throw error;
      needs.log('search.by_words_alone', { organizationId: db.organizationId, error: describeError(error) });
      return undefined;
    });
  const vector = made?.vectors[0];
  if (made === undefined || vector === undefined) return byWords;
  return { ...question, vector, model: made.model };
}
