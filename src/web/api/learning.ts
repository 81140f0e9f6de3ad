import type { SessionView } from '../lesson/session.ts';
import { ask, get, type Page } from './client.ts';
import { resource, resources } from './resource.ts';
import type {
  DueConcept,
  GraphView,
  LearnerProgress,
  NodeWays,
  PlannedStep,
  ProfileView,
  SearchHit,
} from './shapes.ts';

/** What a learner's pages ask: lessons, what is due, what is next, what is known, and who one is. */

/** The lesson one was in last, if any may go on. `theme.js` asks for the same ahead. */
export const lastLesson = resource(() =>
  get<Page<SessionView>>('/api/learning/sessions', { open: true, limit: 1 }),
);
/** Days of the reader's own calendar. */
export const daysLearnt = resource(() =>
  get<{ days: string[] }>('/api/learning/days', {
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  }),
);
export const due = resource(() =>
  get<Page<DueConcept> & { dailyCap: number; doneToday: number }>('/api/learning/review'),
);
export const next = resource(() => get<Page<PlannedStep>>('/api/learning/next'));
export const learnerProgress = resource(() => get<LearnerProgress>('/api/learning/progress'));
export const profile = resource(() => get<ProfileView>('/api/learner/profile'));

/** Begins a lesson, with a goal in the learner's own words or with one nugget; gives its id. */
export const begin = (wish: { goal?: string; nuggetId?: string; topic?: string }): Promise<SessionView> =>
  ask<SessionView>('POST', '/api/learning/sessions', { body: wish });

/** All nodes that this person may see, with the documents they are of. */
export const graph = resource(() => get<GraphView>('/api/narrative/graph'));

/** One node with its ways on, as somebody is about to edit them. */
export const findWays = (nodeId: string) => get<NodeWays>(`/api/narrative/nodes/${nodeId}`);

/** Refused (409) where a way cannot stand, or somebody else was faster. */
export const saveWays = (nodeId: string, version: number, choices: NodeWays['choices']) =>
  ask<NodeWays>('PATCH', `/api/admin/narrative/nodes/${nodeId}`, { body: { version, choices } });

/** By the question. */
export const hits = resources((q) => get<{ items: SearchHit[] }>('/api/search', { q, limit: 20 }));

export const saveProfile = (change: Partial<ProfileView>): Promise<ProfileView> =>
  ask<ProfileView>('PATCH', '/api/learner/profile', { body: change });
