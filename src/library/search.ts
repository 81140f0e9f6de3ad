import type { OrganizationDb } from '../base/db.ts';
import { AppError } from '../base/errors.ts';
import { describeError, type Log } from '../base/log.ts';
import type { Caller, Models } from '../models/port.ts';
import { type Found, type SearchMode, searchNuggets } from './search-queries.ts';

export type SearchNeeds = { models: Pick<Models, 'embed'>; log: Log };

/**
 * What the organization's published nuggets hold on a question. Hybrid search goes by words alone where the question can't
 * be embedded (the provider is away, the budget spent): less is better than nothing. Search by meaning then throws.
 */
export async function search(
  needs: SearchNeeds,
  db: OrganizationDb,
  caller: Omit<Caller, 'task'>,
  question: { text: string; mode: SearchMode; limit: number },
): Promise<Found[]> {
  if (question.mode === 'keyword') {
    return searchNuggets(db, { ...question, vector: null, model: null });
  }
  const embedded = await needs.models
    .embed({ ...caller, task: 'embedding' }, [question.text])
    .catch((error: unknown) => {
      if (question.mode === 'vector' || !(error instanceof AppError)) throw error;
      needs.log('search.by_words_alone', { organizationId: db.organizationId, error: describeError(error) });
      return undefined;
    });
  const vector = embedded?.vectors[0];
  if (embedded === undefined || vector === undefined) {
    return searchNuggets(db, { ...question, mode: 'keyword', vector: null, model: null });
  }
  return searchNuggets(db, { ...question, vector, model: embedded.model });
}
