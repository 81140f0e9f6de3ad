import { z } from 'zod';
import type { NuggetId } from '../base/ids.ts';
import { QuestionKind } from '../library/nugget.ts';
import type { NuggetView } from '../library/view.ts';

/**
 * The session's socket in shapes: the frames a client sends, and the events the server answers with.
 * Durable events carry a `seq` that grows by one; ephemeral ones carry none. The pages import these types.
 */

/** Postgres and JSON cannot both hold these, so they are refused at the edge: NUL and lone surrogates. */
const text = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .refine((s) => !s.includes('\0') && s.isWellFormed(), 'text may hold neither NUL nor lone surrogates');

const frame = <Name extends string, Data extends z.ZodType>(event: Name, data: Data) =>
  z.object({ event: z.literal(event), id: z.uuid(), data });

export const MAX_MESSAGE_CHARACTERS = 8000;

/** How far an answer has sounded on the learner's page: the index of its last sound that began, or -1 where none has. */
const Heard = z.object({ messageId: z.uuid(), index: z.number().int().min(-1) });
export type Heard = z.infer<typeof Heard>;

/** What a learner says and does; it needs no line of its own, so it may also be posted. */
const SAID = [
  frame('session:message', z.object({ content: text(MAX_MESSAGE_CHARACTERS) })),
  frame('session:choice', z.object({ choiceId: z.string().min(1).max(200) })),
  frame('session:answer', z.object({ questionId: z.uuid(), answer: text(MAX_MESSAGE_CHARACTERS) })),
  frame('session:hint', z.object({ questionId: z.uuid() })),
  frame('session:cancel', z.object({ messageId: z.uuid(), heard: Heard.optional() })),
  // The tutor's last answer once more; the old one stays in the log, named by the new one's `replaces`.
  frame('session:regenerate', z.object({ messageId: z.uuid() })),
  // The learner's own last message in other words; it is answered anew.
  frame('session:edit', z.object({ messageId: z.uuid(), content: text(MAX_MESSAGE_CHARACTERS) })),
] as const;

export const SaidFrame = z.discriminatedUnion('event', SAID);
export type SaidFrame = z.infer<typeof SaidFrame>;

export const ClientFrame = z.discriminatedUnion('event', [
  ...SAID,
  // `announce` is for those who look on: the learner is told that somebody does.
  frame('session:join', z.object({ lastSeq: z.number().int().min(0), announce: z.boolean().optional() })),
  // A new token for the socket whose own runs out or was rotated; the only frame that is heard after that.
  frame('session:renew', z.object({ token: z.string().min(1).max(4096) })),
  frame('session:voice:start', z.object({ mimeType: z.string().min(1).max(100), heard: Heard.optional() })),
  frame('session:voice:stop', z.object({})),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

export const Citation = z.object({
  n: z.number().int(),
  nuggetId: z.string(),
  documentId: z.string(),
  title: z.string(),
  page: z.number().int().nullable(),
  headings: z.array(z.string()),
  quote: z.string(),
});
export type Citation = z.infer<typeof Citation>;

export const ToolCall = z.object({
  name: z.string(),
  arguments: z.unknown(),
  result: z.unknown(),
});
export type ToolCall = z.infer<typeof ToolCall>;

export const Media = z.object({
  type: z.enum(['image', 'audio', 'slides', 'video']),
  url: z.string(),
  caption: z.string(),
});
export type Media = z.infer<typeof Media>;

export const MessageData = z.object({
  messageId: z.string(),
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  citations: z.array(Citation),
  toolCalls: z.array(ToolCall),
  media: z.array(Media),
  status: z.enum(['complete', 'cancelled', 'failed']),
  /** The message in whose place this one stands: an answer given anew, or a question put in other words. */
  replaces: z.string().optional(),
});
export type MessageData = z.infer<typeof MessageData>;

export const QuestionData = z.object({
  questionId: z.string(),
  kind: QuestionKind,
  question: z.string(),
  options: z.array(z.string()).optional(),
  concept: z.string(),
  hintsAllowed: z.number().int(),
});
export type QuestionData = z.infer<typeof QuestionData>;

/** A nugget without what only its makers need. */
export type LessonNugget = Omit<NuggetView, 'id' | 'parts' | 'review' | 'reviewReason'> & { id: NuggetId };

/** Nodes as the HTTP API gives them too. */
export type NodeView = {
  id: string;
  nugget: LessonNugget;
  choices: {
    id: string;
    text: string;
    nextNodeId: string;
    revealsGap: string[];
    confirmsMastery: string[];
  }[];
};

export type ProgressData = {
  concept: string;
  name: string;
  masteryLevel: number;
  previousLevel: number | null;
  probability: number;
  /** The middle 80 % of what the level may really be, 0–100; events of older lessons have none. */
  low?: number;
  high?: number;
  evidence: string;
  knowledgeGaps: string[];
  /** Where a judged answer moved it: to which question, and whether that still waits for one. */
  answered?: { questionId: string; isRight: boolean; isOver: boolean };
};

export type DurableEvent =
  | { event: 'session:message'; data: MessageData }
  | { event: 'session:question'; data: QuestionData }
  | { event: 'session:node:updated'; data: { node: NodeView; reason: string } }
  | { event: 'session:progress:updated'; data: ProgressData }
  | { event: 'session:media:show'; data: Media }
  | { event: 'session:voice:transcript'; data: { messageId: string; text: string } }
  | { event: 'session:completed'; data: Record<string, unknown> };

export type StoredEvent = DurableEvent & { seq: number };

export type EphemeralEvent =
  | { event: 'session:ack'; data: { id: string; seq: number | null } }
  | { event: 'session:delta'; data: { messageId: string; offset: number; text: string } }
  | { event: 'session:typing'; data: { messageId: string } }
  /** How many who look on have said so; 0 when the last has gone. Whoever looks on silently is not counted. */
  | { event: 'session:watched'; data: { watchers: number } }
  | {
      event: 'session:voice:audio';
      data: { messageId: string; index: number; mimeType: string; last: boolean };
    }
  | { event: 'error'; data: { errorType: string; message: string; id?: string } };
