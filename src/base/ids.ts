import { v5, v7 } from 'uuid';
import { z } from 'zod';

/**
 * Branded ids: a schema and a type of the same name, so that an id of one thing cannot be passed for another.
 * New rows take time-ordered UUIDv7; content that must get the same id when it is made again takes UUIDv5.
 */
export const OrganizationId = z.uuid().brand<'OrganizationId'>();
export type OrganizationId = z.infer<typeof OrganizationId>;
export const UserId = z.uuid().brand<'UserId'>();
export type UserId = z.infer<typeof UserId>;
export const LearnerId = z.uuid().brand<'LearnerId'>();
export type LearnerId = z.infer<typeof LearnerId>;
export const InviteId = z.uuid().brand<'InviteId'>();
export type InviteId = z.infer<typeof InviteId>;
export const DocumentId = z.uuid().brand<'DocumentId'>();
export type DocumentId = z.infer<typeof DocumentId>;
export const NuggetId = z.uuid().brand<'NuggetId'>();
export type NuggetId = z.infer<typeof NuggetId>;
export const QuestionId = z.uuid().brand<'QuestionId'>();
export type QuestionId = z.infer<typeof QuestionId>;
export const JobId = z.uuid().brand<'JobId'>();
export type JobId = z.infer<typeof JobId>;
export const FolderId = z.uuid().brand<'FolderId'>();
export type FolderId = z.infer<typeof FolderId>;
export const UrlId = z.uuid().brand<'UrlId'>();
export type UrlId = z.infer<typeof UrlId>;
export const ConceptId = z.uuid().brand<'ConceptId'>();
export type ConceptId = z.infer<typeof ConceptId>;
export const NodeId = z.uuid().brand<'NodeId'>();
export type NodeId = z.infer<typeof NodeId>;
export const AttemptId = z.uuid().brand<'AttemptId'>();
export type AttemptId = z.infer<typeof AttemptId>;
export const SessionId = z.uuid().brand<'SessionId'>();
export type SessionId = z.infer<typeof SessionId>;
export const MessageId = z.uuid().brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;

/** Makes a new, time-ordered id (UUIDv7): `newId(NuggetId)`. */
export const newId = <Kind extends z.ZodType>(kind: Kind): z.output<Kind> => kind.parse(v7());

/** Fixed for ever: changing it would give every content-derived row a second self. */
const CONTENT_NAMESPACE = 'f6f2c9d0-3c8e-5a55-9d1d-0a4a3f6f7a01';

/** Makes the id that the same parts always get (UUIDv5 over the parts as JSON, so that no joint is ambiguous). */
export const contentId = <Kind extends z.ZodType>(
  kind: Kind,
  ...parts: readonly (string | number)[]
): z.output<Kind> => kind.parse(v5(JSON.stringify(parts), CONTENT_NAMESPACE));
