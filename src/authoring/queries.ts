import { and, asc, eq, sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import type { DocumentId, NuggetId } from '../base/ids.ts';
import { type NuggetRow, nuggetColumns } from '../library/change-queries.ts';
import type { PartRecord } from '../library/nugget.ts';
import { headingsOfNugget } from '../library/pipeline-queries.ts';
import { documents, nuggets, questions } from '../library/tables.ts';
import type { Question } from './questions.ts';

/** A nugget as its authors see it: with the headings it stands under, and its language where its document knows it. */
export type Authored = NuggetRow & {
  headings: string[];
  language: string | null;
  documentTitle: string | null;
};

export async function findAuthored(db: OrganizationDb, id: NuggetId): Promise<Authored | undefined> {
  const [row] = await db.sql
    .select({
      ...nuggetColumns,
      headings: headingsOfNugget,
      documentLanguage: documents.language,
      documentTitle: documents.title,
    })
    .from(nuggets)
    .leftJoin(documents, eq(documents.id, nuggets.documentId))
    .where(and(eq(nuggets.organizationId, db.organizationId), eq(nuggets.id, id)));
  if (row === undefined) return undefined;
  const { documentLanguage, ...nugget } = row;
  return { ...nugget, language: nugget.metadata?.language ?? documentLanguage };
}

/** What the optional parts are made of, in the document's order: those that learners have or will have. */
export const idsToAuthor = async (db: OrganizationDb, documentId: DocumentId): Promise<NuggetId[]> => {
  const rows = await db.sql
    .select({ id: nuggets.id })
    .from(nuggets)
    .where(
      and(
        eq(nuggets.organizationId, db.organizationId),
        eq(nuggets.documentId, documentId),
        sql`${nuggets.status} in ('ready', 'draft')`,
      ),
    )
    .orderBy(asc(nuggets.position), asc(nuggets.id));
  return rows.map(({ id }) => id);
};

/** A nugget's questions are these from now on: all at once, so that a tutor never finds half of them. */
export async function replaceQuestions(
  db: OrganizationDb,
  nuggetId: NuggetId,
  made: readonly Question[],
  record: PartRecord,
): Promise<void> {
  const remember = db.sql
    .update(nuggets)
    .set({ parts: sql`${nuggets.parts} || ${JSON.stringify({ questions: record })}::jsonb` })
    .where(and(eq(nuggets.organizationId, db.organizationId), eq(nuggets.id, nuggetId)));
  const clear = db.sql
    .delete(questions)
    .where(and(eq(questions.organizationId, db.organizationId), eq(questions.nuggetId, nuggetId)));
  if (made.length === 0) {
    await db.sql.batch([clear, remember]);
    return;
  }
  const rows = made.map((question) => ({ ...question, organizationId: db.organizationId, nuggetId }));
  await db.sql.batch([clear, db.sql.insert(questions).values(rows), remember]);
}
