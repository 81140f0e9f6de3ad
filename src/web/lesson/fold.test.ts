import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StoredEvent } from '../../tutoring/protocol.ts';
import { EMPTY, fold, type Lesson, type ServerFrame } from './fold.ts';
import type { SessionView } from './session.ts';

const session: SessionView = {
  id: 's',
  learnerId: 'l',
  mode: 'text',
  goal: null,
  currentNodeId: null,
  currentNode: null,
  pathHistory: [],
  startedAt: '2026-01-01T00:00:00.000Z',
  lastActivity: '2026-01-01T00:00:00.000Z',
  completedAt: null,
};

const message = (
  seq: number,
  role: 'user' | 'assistant' = 'assistant',
  messageId = `m${seq}`,
): StoredEvent => ({
  seq,
  event: 'session:message',
  data: {
    messageId,
    role,
    content: `words ${seq}`,
    citations: [],
    toolCalls: [],
    media: [],
    status: 'complete',
  },
});

const delta = (offset: number, text: string, messageId = 'm'): ServerFrame => ({
  event: 'session:delta',
  data: { messageId, offset, text },
});

const run = (frames: readonly ServerFrame[], from: Lesson = EMPTY): Lesson =>
  frames.reduce((lesson, frame) => fold(lesson, frame).lesson, from);

describe('fold', () => {
  it('takes each event once, however often it comes', () => {
    const lesson = run([message(1), message(2), message(1), message(2), message(3)]);
    expect(lesson.events.map(({ seq }) => seq)).toEqual([1, 2, 3]);
    expect(lesson.lastSeq).toBe(3);
  });

  it('asks for what is missing at a gap and changes nothing', () => {
    const before = run([message(1)]);
    const { lesson, join } = fold(before, message(3));
    expect(join).toBe(true);
    expect(lesson).toBe(before);
  });

  it('ends up the same however deliveries and rejoins interleave', () => {
    const all = Array.from({ length: 12 }, (_, i) => message(i + 1, i % 2 === 0 ? 'user' : 'assistant'));
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 60 }), (picks) => {
        let lesson = EMPTY;
        for (const pick of picks) {
          const event = all[pick];
          if (event === undefined) continue;
          const folded = fold(lesson, event);
          lesson = folded.lesson;
          if (!folded.join) continue;
          const missed = all.filter(({ seq }) => seq > lesson.lastSeq && seq <= event.seq);
          lesson = run(
            [
              {
                event: 'session:joined',
                data: { session, events: missed, lastSeq: event.seq, partial: null },
              },
            ],
            lesson,
          );
        }
        expect(lesson.events.map(({ seq }) => seq)).toEqual(
          Array.from({ length: lesson.lastSeq }, (_, i) => i + 1),
        );
      }),
    );
  });

  it('gathers deltas by offset, overlaps and repeats included', () => {
    expect(run([delta(0, 'The reef '), delta(9, 'grows'), delta(4, 'reef grows up')]).writing?.text).toBe(
      'The reef grows up',
    );
  });

  it('asks anew where words of a delta are missing', () => {
    expect(fold(run([delta(0, 'The')]), delta(9, 'grows')).join).toBe(true);
  });

  it('begins anew where an answer is written once more under its id', () => {
    expect(run([delta(0, 'Half an ans'), delta(0, 'A whole')]).writing).toEqual({
      messageId: 'm',
      text: 'A whole',
    });
  });

  it('puts the whole message in place of what was streamed', () => {
    const lesson = run([delta(0, 'words'), message(1, 'assistant', 'm')]);
    expect(lesson.writing).toBeNull();
    expect(lesson.events).toHaveLength(1);
  });

  it('keeps writing while the learner’s own message is stored', () => {
    expect(run([delta(0, 'words'), message(1, 'user')]).writing?.text).toBe('words');
  });

  it('takes up after joining what is being written', () => {
    const joined: ServerFrame = {
      event: 'session:joined',
      data: {
        session,
        events: [message(1), message(2)],
        lastSeq: 2,
        partial: { messageId: 'p', text: 'So far' },
      },
    };
    const lesson = run([
      joined,
      { event: 'session:delta', data: { messageId: 'p', offset: 6, text: ', so good' } },
    ]);
    expect(lesson.writing?.text).toBe('So far, so good');
    expect(lesson.lastSeq).toBe(2);
  });
});

it('knows how many look on, and forgets them when the line is taken up anew', () => {
  const watched = run([{ event: 'session:watched', data: { watchers: 2 } }]);
  expect(watched.watchers).toBe(2);
  const again = run(
    [{ event: 'session:joined', data: { session, events: [], lastSeq: 0, partial: null } }],
    watched,
  );
  expect(again.watchers).toBe(0);
});
