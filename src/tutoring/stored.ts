/** Sessions as Postgres has them: for lists, and for those that have left their object. */
import type { OrganizationDb } from '../base/db.ts';
import { required } from '../base/errors.ts';
import type { SessionId } from '../base/ids.ts';
import { findNodes } from './pack-queries.ts';
import type { NodeView } from './protocol.ts';
import { findProgressOf, findSession, listPath } from './session-queries.ts';
import type { sessions } from './tables.ts';
import { type ProgressView, type SessionSummaryView, type SessionView, SummaryBody } from './view.ts';

type SessionRow = typeof sessions.$inferSelect;

export type Stored = { view: SessionView; row: SessionRow };

const viewOf = (
  row: SessionRow,
  node: NodeView | null,
  pathHistory: SessionView['pathHistory'],
): SessionView => ({
  id: row.id,
  learnerId: row.learnerId,
  organizationId: row.organizationId,
  mode: row.mode,
  goal: row.goal,
  currentNodeId: row.currentNodeId,
  currentNode: node,
  pathHistory,
  startedAt: row.startedAt.toISOString(),
  lastActivity: row.lastActivity.toISOString(),
  completedAt: row.completedAt?.toISOString() ?? null,
});

async function pathOf(db: OrganizationDb, id: SessionId): Promise<SessionView['pathHistory']> {
  const steps = await listPath(db, id);
  return steps.map(({ at, viewedAt, ...step }) => ({
    ...step,
    at: at.toISOString(),
    viewedAt: viewedAt?.toISOString() ?? null,
  }));
}

/** Throws not-found. */
export async function findStoredSession(db: OrganizationDb, id: SessionId): Promise<Stored> {
  const row = required(await findSession(db, id), 'No such session.');
  const [[node], path] = await Promise.all([
    findNodes(db, row.currentNodeId === null ? [] : [row.currentNodeId]),
    pathOf(db, id),
  ]);
  return { row, view: viewOf(row, node?.view ?? null, path) };
}

/** The rows of a list with their present nodes; the path is told with the one session. */
export async function storedSessions(
  db: OrganizationDb,
  rows: readonly SessionRow[],
): Promise<SessionView[]> {
  const nodes = await findNodes(db, [...new Set(rows.flatMap(({ currentNodeId }) => currentNodeId ?? []))]);
  return rows.map((row) =>
    viewOf(row, nodes.find(({ nodeId }) => nodeId === row.currentNodeId)?.view ?? null, []),
  );
}

/** What the session changed, from the history it left. */
export async function storedProgress(
  db: OrganizationDb,
  { row, view }: Stored,
  now: Date,
): Promise<ProgressView> {
  const end = row.completedAt ?? now;
  const summary = SummaryBody.safeParse(row.summary).data;
  const latest = new Map((await findProgressOf(db, row.id)).map((change) => [change.concept, change]));
  return {
    concepts: [...latest.values()].map(({ probability, evidence, at, ...change }) => ({
      ...change,
      probability: probability ?? change.masteryLevel / 100,
      evidence: evidence ?? '',
      lastUpdated: at.toISOString(),
    })),
    knowledgeGaps: summary?.knowledgeGaps ?? [],
    pathHistory: view.pathHistory,
    sessionDuration: Math.round((end.getTime() - row.startedAt.getTime()) / 1000),
    nuggetsViewed: new Set(
      view.pathHistory.flatMap(({ viewedAt, nuggetId }) => (viewedAt === null ? [] : [nuggetId])),
    ).size,
  };
}

/** The summary that was written at completion. Throws not-found where there is none. */
export const storedSummary = ({ row }: Stored): SessionSummaryView =>
  required(SummaryBody.safeParse(row.summary).data, 'No such session.');
