/** A session as the API shows it, from its object or, once it has left there, from Postgres. */
import { z } from 'zod';
import { NuggetView } from '../library/view.ts';
import type { Lesson, PathStep } from './lesson.ts';
import { Citation, Media, ToolCall } from './protocol.ts';

const Moment = z.iso.datetime();

export const NodeBody = z.object({
  id: z.uuid(),
  nugget: NuggetView.omit({ parts: true, review: true, reviewReason: true }),
  choices: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      nextNodeId: z.string(),
      revealsGap: z.array(z.string()),
      confirmsMastery: z.array(z.string()),
    }),
  ),
});

export const PathBody = z.object({
  nodeId: z.uuid().nullable(),
  nuggetId: z.uuid(),
  choiceId: z.string().nullable(),
  reason: z.string().nullable(),
  at: Moment,
  viewedAt: Moment.nullable(),
});

export const SessionBody = z.object({
  id: z.uuid(),
  learnerId: z.uuid(),
  organizationId: z.uuid(),
  mode: z.enum(['text', 'voice']),
  goal: z.string().nullable(),
  currentNodeId: z.uuid().nullable(),
  currentNode: NodeBody.nullable(),
  pathHistory: z.array(PathBody),
  startedAt: Moment,
  lastActivity: Moment,
  completedAt: Moment.nullable(),
});
export type SessionView = z.infer<typeof SessionBody>;

export const MessageBody = z.object({
  id: z.uuid(),
  sessionId: z.uuid(),
  seq: z.number().int(),
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  status: z.enum(['complete', 'cancelled', 'failed']),
  citations: z.array(Citation),
  toolCalls: z.array(ToolCall),
  media: z.array(Media),
  replaces: z.uuid().nullable(),
  createdAt: Moment,
});

export const ProgressBody = z.object({
  concepts: z.array(
    z.object({
      concept: z.string(),
      name: z.string(),
      masteryLevel: z.number(),
      probability: z.number(),
      low: z.number().optional(),
      high: z.number().optional(),
      lastUpdated: Moment,
      evidence: z.string(),
    }),
  ),
  knowledgeGaps: z.array(z.object({ concept: z.string(), name: z.string(), masteryLevel: z.number() })),
  pathHistory: z.array(PathBody),
  /** Seconds. */
  sessionDuration: z.number(),
  nuggetsViewed: z.number().int(),
});
export type ProgressView = z.infer<typeof ProgressBody>;

export const SummaryBody = z.object({
  /** Seconds. */
  duration: z.number(),
  messages: z.number().int(),
  questionsAsked: z.number().int(),
  nuggetsViewed: z.number().int(),
  concepts: z.array(
    z.object({ concept: z.string(), name: z.string(), before: z.number(), after: z.number() }),
  ),
  knowledgeGaps: z.array(z.object({ concept: z.string(), name: z.string(), masteryLevel: z.number() })),
  completedAt: Moment,
});

export type SessionSummaryView = z.infer<typeof SummaryBody>;

const pathView = (step: PathStep): SessionView['pathHistory'][number] => step;

export function sessionView({ session, node, path }: Lesson): SessionView {
  const { topic: _topic, ...own } = session;
  return {
    ...own,
    currentNodeId: node?.nodeId ?? null,
    currentNode: node?.view ?? null,
    pathHistory: path.map(pathView),
  };
}
