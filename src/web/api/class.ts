import type { SessionView } from '../lesson/session.ts';
import { ask, get, type Page } from './client.ts';
import { everyItem } from './every.ts';
import { resource, resources } from './resource.ts';
import type { ConceptView, LearnerDetail, LearnerRow, NamedLevel } from './shapes.ts';

/** What instructors ask about learners, and about the concepts they learn. */

/** Everybody: a class picture with half of the class missing would mislead. */
export const learners = resource(() => everyItem<LearnerRow>('/api/admin/learners'));

export const learner = resources((id) => get<LearnerDetail>(`/api/admin/learners/${id}`));

/** An instructor's word on what somebody knows, 2–98 %, with the reason. */
export const correct = (learnerId: string, concept: string, masteryLevel: number, reason: string) =>
  ask<NamedLevel>('POST', `/api/admin/learners/${learnerId}/corrections`, {
    body: { concept, masteryLevel, reason },
  });

export const sessionsOf = resources((learnerId) =>
  get<Page<SessionView>>('/api/learning/sessions', { learnerId, limit: 20 }),
);

export const listConcepts = (q: string | undefined, cursor: string | undefined) =>
  get<Page<ConceptView>>('/api/admin/concepts', { q, limit: 50, cursor });

export const mergeConcept = (id: string, into: string) =>
  ask<{ success: true }>('POST', `/api/admin/concepts/${id}/merge`, { body: { into } });

export const splitConcept = (id: string, name: string, nuggetIds: readonly string[]) =>
  ask<{ success: true }>('POST', `/api/admin/concepts/${id}/split`, { body: { name, nuggetIds } });

export const undoConcepts = () => ask<{ success: true }>('POST', '/api/admin/concepts/undo');
