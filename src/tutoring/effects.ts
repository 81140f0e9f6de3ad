/**
 * What a frame or a turn does to a lesson, as data, and the one function that does it: the door stores an effect's
 * lesson, events and outbox rows in the same transaction, so that none of them can happen without the others.
 */
import type { AttemptId, ConceptId, NuggetId, SessionId } from '../base/ids.ts';
import type { Attempt } from '../learning/evidence.ts';
import { type Estimate, masteryLevel } from '../learning/mastery.ts';
import { applyAttempt } from '../learning/project.ts';
import { climb, HINTS_ALLOWED } from './hints.ts';
import type { Found, Lesson, LessonNode, LiveQuestion } from './lesson.ts';
import type { DurableEvent, Media, MessageData } from './protocol.ts';
import { tells } from './telling.ts';
import { outcomeOf } from './verdict.ts';

/** An attempt with what only its row in Postgres says. */
export type AttemptRecord = Omit<Attempt, 'id' | 'at' | 'learnerId' | 'conceptId'> & {
  id: AttemptId;
  conceptId: ConceptId;
  conceptName: string;
  question: string | null;
  answer: string | null;
  evidence: string;
  misconception: string | null;
  /** ISO 8601. */
  at: string;
};

export type Effect =
  | { kind: 'ask'; question: LiveQuestion }
  /** One rung more help on the live question: asked for, or after an attempt. */
  | { kind: 'climb'; questionId: string; attempted: boolean }
  | { kind: 'close'; questionId: string }
  | { kind: 'attempt'; attempt: AttemptRecord }
  | { kind: 'move'; node: LessonNode; choiceId: string | null; reason: string }
  | { kind: 'show'; media: Media }
  | ({ kind: 'found' } & Found);

/** What waits for Postgres. Every row may be stored again: each is an upsert, or an insert that a repeat leaves alone. */
export type OutboxItem =
  | { kind: 'message'; seq: number; at: string; message: MessageData }
  | {
      kind: 'attempt';
      attempt: AttemptRecord;
      progress: { previousLevel: number; masteryLevel: number; probability: number } | null;
    }
  | {
      kind: 'step';
      step: number;
      nuggetId: NuggetId;
      choiceId: string | null;
      reason: string;
      nodeId: string | null;
      at: string;
    }
  | { kind: 'viewed'; step: number; at: string }
  /** The learner wrote what is no matter for a lesson; `turn` is the answer's messageId. */
  | { kind: 'flagged'; turn: string; at: string }
  | {
      kind: 'session';
      sessionId: SessionId;
      nodeId: string | null;
      lastActivity: string;
      completedAt: string | null;
      summary: Record<string, unknown> | null;
    };

export type Outcome = { lesson: Lesson; events: DurableEvent[]; outbox: OutboxItem[] };

/** As many found passages as the prompt can hold beside the node's own. */
const PASSAGES_KEPT = 12;

const nothing = (lesson: Lesson): Outcome => ({ lesson, events: [], outbox: [] });

/** Puts what was found first, each nugget once, and keeps as many passages as the prompt holds. The node's own stays. */
export function withFound(lesson: Lesson, found: Found): Lesson {
  const { pack, node } = lesson;
  const mine = pack.passages.filter(({ nuggetId }) => nuggetId === node?.view.nugget.id);
  const all = [...mine, ...found.passages, ...pack.passages];
  const distinct = all.filter(
    (passage, i) => all.findIndex(({ nuggetId }) => nuggetId === passage.nuggetId) === i,
  );
  const known = new Set(found.concepts.map(({ id }) => id));
  const concepts = [...found.concepts, ...pack.concepts.filter(({ id }) => !known.has(id))];
  return { ...lesson, pack: { ...pack, passages: distinct.slice(0, PASSAGES_KEPT), concepts } };
}

/** An estimate's 80 % interval as levels 0–100. */
const rangeOf = (estimate: Estimate | undefined): { low?: number; high?: number } =>
  estimate === undefined ? {} : { low: masteryLevel(estimate.low), high: masteryLevel(estimate.high) };

function answered(lesson: Lesson, attempt: AttemptRecord): Outcome {
  const { state, population } = lesson.learner;
  const { conceptName, question: _q, answer: _a, evidence, misconception: _m, ...rest } = attempt;
  const at = new Date(attempt.at);
  const applied = applyAttempt(state, { ...rest, learnerId: lesson.session.learnerId, at }, population, at);
  if (applied.kind === 'known') return nothing(lesson);
  // Only all attempts together can tell: Postgres has them, and the pack that comes back from there the answer.
  if (applied.kind === 'rebuild')
    return { ...nothing(lesson), outbox: [{ kind: 'attempt', attempt, progress: null }] };
  const { row, projection } = applied;
  return {
    lesson: { ...lesson, learner: { ...lesson.learner, state: applied.state } },
    events: [
      {
        event: 'session:progress:updated',
        data: {
          concept: row.conceptId,
          name: conceptName,
          masteryLevel: row.masteryLevel,
          previousLevel: row.previousLevel,
          probability: row.probability,
          ...rangeOf(projection.estimates[row.conceptId]),
          evidence,
          knowledgeGaps: projection.knowledgeGaps,
          ...(attempt.kind === 'answer' && attempt.itemId !== null
            ? { answered: { questionId: attempt.itemId, ...outcomeOf(attempt.score, attempt.hintsUsed) } }
            : {}),
        },
      },
    ],
    outbox: [
      {
        kind: 'attempt',
        attempt,
        progress: {
          previousLevel: row.previousLevel,
          masteryLevel: row.masteryLevel,
          probability: row.probability,
        },
      },
    ],
  };
}

function moved(
  lesson: Lesson,
  { node, choiceId, reason }: Extract<Effect, { kind: 'move' }>,
  at: string,
): Outcome {
  const nuggetId = node.view.nugget.id;
  const step = { nodeId: node.nodeId, nuggetId, choiceId, reason, at };
  return {
    // A question about what has been left behind is no longer asked.
    lesson: {
      ...lesson,
      node,
      question: null,
      path: [...lesson.path, { ...step, viewedAt: null }],
      pack: { ...lesson.pack, neighbours: neighboursAfter(lesson) },
    },
    events: [{ event: 'session:node:updated', data: { node: node.view, reason } }],
    outbox: [{ kind: 'step', step: lesson.path.length, ...step }],
  };
}

/** Nodes kept at hand; what was left behind counts, since a choice may lead back while Postgres is away. */
const NEIGHBOURS_KEPT = 12;

function neighboursAfter({ node: left, pack }: Lesson): LessonNode[] {
  if (left === null || pack.neighbours.some(({ view }) => view.id === left.view.id)) return pack.neighbours;
  return [...pack.neighbours, left].slice(-NEIGHBOURS_KEPT);
}

const onLive = (
  lesson: Lesson,
  questionId: string,
  change: (live: LiveQuestion) => LiveQuestion | null,
): Outcome =>
  nothing(lesson.question?.id === questionId ? { ...lesson, question: change(lesson.question) } : lesson);

/** A gap is often filled by its concept's own name: then the id stands for it. */
const conceptShown = (live: LiveQuestion): string =>
  tells({ ...live, options: [], question: '' }, live.concept) ? live.conceptId : live.concept;

/** What an effect makes of a lesson at a moment (ISO 8601). Pure: the lesson given stays as it was. */
export function applyEffect(lesson: Lesson, effect: Effect, at: string): Outcome {
  switch (effect.kind) {
    case 'ask': {
      const { id: questionId, kind, question, options } = effect.question;
      const shown = options.length > 0 ? { options } : {};
      const concept = conceptShown(effect.question);
      const data = { questionId, kind, question, ...shown, concept, hintsAllowed: HINTS_ALLOWED };
      return {
        lesson: { ...lesson, question: effect.question },
        events: [{ event: 'session:question', data }],
        outbox: [],
      };
    }
    case 'climb':
      return onLive(lesson, effect.questionId, (live) => climb(live, effect.attempted));
    case 'close':
      return onLive(lesson, effect.questionId, () => null);
    case 'attempt':
      return answered(lesson, effect.attempt);
    case 'move':
      return moved(lesson, effect, at);
    case 'show':
      return { lesson, events: [{ event: 'session:media:show', data: effect.media }], outbox: [] };
    case 'found':
      return nothing(withFound(lesson, effect));
    default:
      return effect satisfies never;
  }
}

/** Several effects, one after the other. */
export function applyEffects(lesson: Lesson, effects: readonly Effect[], at: string): Outcome {
  return effects.reduce<Outcome>((before, effect) => {
    const after = applyEffect(before.lesson, effect, at);
    return {
      lesson: after.lesson,
      events: [...before.events, ...after.events],
      outbox: [...before.outbox, ...after.outbox],
    };
  }, nothing(lesson));
}
