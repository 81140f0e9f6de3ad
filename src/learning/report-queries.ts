import { and, desc, eq, inArray, isNotNull, sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';
import { nuggets, questions } from '../library/tables.ts';
import type { ItemAnswer } from './item-analysis.ts';
import { attempts, narrativeNodes } from './tables.ts';

/** As many of the latest answers as a report is made of. */
const MOST_ANSWERS = 50_000;

export type ReportedAnswer = ItemAnswer & { question: string | null };

/** Answers to questions, the latest first; `option` where the question had options. */
export async function listItemAnswers(db: OrganizationDb): Promise<ReportedAnswer[]> {
  const rows = await db.sql
    .select({
      itemId: attempts.itemId,
      learnerId: attempts.learnerId,
      score: attempts.score,
      answer: attempts.answer,
      question: sql<string | null>`coalesce(${questions.question}, ${attempts.question})`,
      options: questions.options,
    })
    .from(attempts)
    .leftJoin(questions, sql`${questions.id}::text = ${attempts.itemId}`)
    .where(
      and(
        eq(attempts.organizationId, db.organizationId),
        eq(attempts.kind, 'answer'),
        isNotNull(attempts.itemId),
      ),
    )
    .orderBy(desc(attempts.at), desc(attempts.id))
    .limit(MOST_ANSWERS);
  return rows.flatMap(({ itemId, answer, options, ...row }) =>
    itemId === null ? [] : [{ ...row, itemId, option: options?.find((option) => option === answer) ?? null }],
  );
}

/** What nodes are called, by the title of their nugget. */
export async function titlesOf(
  db: OrganizationDb,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await db.sql
    .select({ id: narrativeNodes.id, title: nuggets.title, choices: narrativeNodes.choices })
    .from(narrativeNodes)
    .innerJoin(nuggets, eq(nuggets.id, narrativeNodes.nuggetId))
    .where(
      and(
        eq(narrativeNodes.organizationId, db.organizationId),
        inArray(sql`${narrativeNodes.id}::text`, [...ids]),
      ),
    );
  return new Map<string, string>(
    rows.flatMap(({ id, title, choices }) => [
      [id, title ?? ''] as const,
      ...choices.map((choice) => [choice.id, choice.text] as const),
    ]),
  );
}
