/** What a session's object holds of its lesson: plain JSON, kept in the object's SQLite, changed by effects alone. */
import type { Profile } from '../accounts/people.ts';
import type { LearnerId, NodeId, NuggetId, OrganizationId, SessionId } from '../base/ids.ts';
import type { Concept } from '../learning/concepts.ts';
import type { Population } from '../learning/population.ts';
import type { LearnerState } from '../learning/project.ts';
import type { QuestionKind } from '../library/nugget.ts';
import type { Settings } from '../settings/resolve.ts';
import type { Memory } from './memory.ts';
import type { NodeView } from './protocol.ts';

/** A nugget's words as the model may cite them, and where they stand in its document. */
export type Passage = {
  nuggetId: NuggetId;
  /** Null for a nugget written by hand, which has no page to open. */
  documentId: string | null;
  title: string;
  /** First and last page of the original, from 1; null where it has none. */
  page: number | null;
  lastPage: number | null;
  headings: string[];
  text: string;
  /** Where the document's pages lie in R2. */
  pagesKey: string | null;
};

/** `nodeId` is null where a nugget is shown that no narrative leads to; its view then carries the nugget's own id. */
export type LessonNode = { nodeId: NodeId | null; view: NodeView };

export type LiveQuestion = {
  id: string;
  kind: QuestionKind;
  question: string;
  options: string[];
  /** Of an ordering: its items in the right order, one a line. */
  answer: string;
  rubric: string | null;
  /** The source's sentence that the answer rests on. */
  quote: string | null;
  conceptId: string;
  concept: string;
  nuggetId: NuggetId | null;
  /** 1 (easy) to 10 (hard), as its nugget is rated, where that is known. */
  difficulty?: number | null;
  /** The wrong idea behind each wrong option, by its text, where the library knows it. */
  misconceptions?: Record<string, string>;
  /** How much help has been given: 0 none, 1 nudge, 2 hint, 3 worked step, 4 the answer (`hints.ts`). */
  rung: number;
  attempts: number;
};

export type PathStep = {
  nodeId: NodeId | null;
  nuggetId: NuggetId;
  choiceId: string | null;
  reason: string;
  /** ISO 8601. */
  at: string;
  /** When it reached a learner's screen; null until then. */
  viewedAt: string | null;
};

export type SessionState = {
  id: SessionId;
  learnerId: LearnerId;
  organizationId: OrganizationId;
  mode: 'text' | 'voice';
  goal: string | null;
  topic: string | null;
  startedAt: string;
  lastActivity: string;
  completedAt: string | null;
};

export type LearnerSnapshot = {
  name: string;
  profile: Profile | null;
  state: LearnerState;
  population: Population;
};

/** What a turn may need and must not fetch: made at the session's beginning, renewed off the path. */
export type Pack = {
  /** The node's own first, then its neighbours' and what searches found, newest first. */
  passages: Passage[];
  /** Nodes that can come next, the likeliest first: those that the choices lead to and those that the planner chose. */
  neighbours: LessonNode[];
  /** What the planner would have the learner meet next, best first, each with its reason in one sentence. */
  plan: { nuggetId: string; reason: string }[];
  /** Concepts of the nuggets at hand and of the learner's record. */
  concepts: Concept[];
};

/** What was found in the library: passages, best first, and what their nuggets teach. */
export type Found = { passages: Passage[]; concepts: Concept[] };

export type Lesson = {
  session: SessionState;
  learner: LearnerSnapshot;
  node: LessonNode | null;
  question: LiveQuestion | null;
  path: PathStep[];
  pack: Pack;
  /** The older part of the conversation in short; null while all of it fits into a prompt. */
  memory: Memory | null;
  /** What is set for this learner; secrets sealed, as everywhere at rest. */
  settings: Settings;
};

/** What a phase of the lesson is called: the tools on offer depend on it. */
export const phaseOf = (lesson: Lesson): 'teaching' | 'questioning' | 'over' =>
  lesson.session.completedAt !== null ? 'over' : lesson.question === null ? 'teaching' : 'questioning';
