import { describe, expect, it } from 'vitest';
import type { ProgressData, QuestionData, StoredEvent } from '../../tutoring/protocol.ts';
import { HINT_WORDS, threadOf, withoutUnfinished } from './thread.ts';

const question = (questionId: string): QuestionData => ({
  questionId,
  kind: 'open',
  question: 'Why?',
  concept: 'light',
  hintsAllowed: 3,
});
const progress = (concept: string): ProgressData => ({
  concept,
  name: concept,
  masteryLevel: 50,
  previousLevel: 40,
  probability: 0.5,
  evidence: 'Answered.',
  knowledgeGaps: [],
});

describe('threadOf', () => {
  it('folds changes of mastery in a row into one line', () => {
    const events: StoredEvent[] = [
      { seq: 1, event: 'session:progress:updated', data: progress('a') },
      { seq: 2, event: 'session:progress:updated', data: progress('b') },
    ];
    expect(threadOf(events, [])).toMatchObject([
      { kind: 'progress', changes: [{ concept: 'a' }, { concept: 'b' }] },
    ]);
  });

  it('shows in its card how an answer was judged, the last one', () => {
    const judged = (seq: number, isRight: boolean): StoredEvent => ({
      seq,
      event: 'session:progress:updated',
      data: { ...progress('a'), answered: { questionId: 'q', isRight, isOver: isRight } },
    });
    const asked: StoredEvent = { seq: 1, event: 'session:question', data: question('q') };
    const verdictOf = (events: StoredEvent[]) => {
      const [item] = threadOf(events, []);
      return item?.kind === 'question' ? item.verdict : undefined;
    };
    expect(verdictOf([asked])).toBeNull();
    expect(verdictOf([asked, judged(2, false)])).toMatchObject({ isRight: false, isOver: false });
    expect(verdictOf([asked, judged(2, false), judged(3, true)])).toMatchObject({
      isRight: true,
      isOver: true,
    });
    const other: StoredEvent = { seq: 2, event: 'session:progress:updated', data: progress('a') };
    expect(verdictOf([asked, other])).toBeNull();
  });

  it('keeps in its card what was answered, the try that was judged last', () => {
    const said = (seq: number, content: string): StoredEvent => ({
      seq,
      event: 'session:message',
      data: {
        ...{ messageId: `m${seq}`, role: 'user', content, status: 'complete' },
        ...{ citations: [], toolCalls: [], media: [] },
      },
    });
    const judged = (seq: number, isRight: boolean): StoredEvent => ({
      seq,
      event: 'session:progress:updated',
      data: { ...progress('a'), answered: { questionId: 'q', isRight, isOver: isRight } },
    });
    const asked: StoredEvent = { seq: 2, event: 'session:question', data: question('q') };
    const all = [
      said(1, 'Ask me.'),
      asked,
      said(3, 'Air'),
      judged(4, false),
      said(5, 'Glass'),
      judged(6, true),
    ];
    const answerOf = (events: StoredEvent[]) =>
      threadOf(events, []).flatMap((item) => (item.kind === 'question' ? [item.answer] : []));
    expect([2, 3, 4, 5, 6].map((count) => answerOf(all.slice(0, count))[0])).toEqual([
      ...[null, null, 'Air', 'Air', 'Glass'],
    ]);
    expect(answerOf([...all, said(7, 'And now?'), asked])).toEqual(['Glass', null]);
  });

  it('lets what was given anew or put in other words take the place of the old', () => {
    const said = (seq: number, role: 'user' | 'assistant', id: string, replaces?: string): StoredEvent => ({
      seq,
      event: 'session:message',
      data: {
        ...{ messageId: id, role, content: id, status: 'complete' },
        ...{ citations: [], toolCalls: [], media: [] },
        ...(replaces === undefined ? {} : { replaces }),
      },
    });
    const anew = [said(1, 'user', 'q'), said(2, 'assistant', 'a'), said(3, 'assistant', 'b', 'a')];
    expect(threadOf(anew, []).map(({ key }) => key)).toEqual(['q', 'b']);
    const edited = [...anew, said(4, 'user', 'r', 'q'), said(5, 'assistant', 'c')];
    expect(threadOf(edited, []).map(({ key }) => key)).toEqual(['r', 'c']);
  });

  it('puts an answer that was cut to what was heard in the place of the whole', () => {
    const said = (seq: number, content: string, status: 'complete' | 'cancelled'): StoredEvent => ({
      seq,
      event: 'session:message',
      data: {
        ...{ messageId: 'a', role: 'assistant', content, status },
        ...{ citations: [], toolCalls: [], media: [] },
      },
    });
    const items = threadOf([said(1, 'One. Two.', 'complete'), said(2, 'One.', 'cancelled')], []);
    expect(items).toMatchObject([{ kind: 'assistant', message: { content: 'One.', status: 'cancelled' } }]);
    expect(items).toHaveLength(1);
  });

  it('keeps only the last question open', () => {
    const events: StoredEvent[] = [
      { seq: 1, event: 'session:question', data: question('q1') },
      { seq: 2, event: 'session:question', data: question('q2') },
    ];
    expect(threadOf(events, [])).toMatchObject([{ isLive: false }, { isLive: true }]);
    const over: StoredEvent = { seq: 3, event: 'session:completed', data: {} };
    expect(threadOf([...events, over], [])).toMatchObject([{ isLive: false }, { isLive: false }, {}]);
  });

  it('puts an answer’s words before what its turn asked, and does not ask twice', () => {
    const answer = (content: string): StoredEvent => ({
      seq: 3,
      event: 'session:message',
      data: {
        messageId: 'a',
        role: 'assistant',
        content,
        citations: [],
        toolCalls: [],
        media: [],
        status: 'complete',
      },
    });
    const asked: StoredEvent[] = [{ seq: 2, event: 'session:question', data: question('q1') }];
    expect(threadOf([...asked, answer('Here is one for you. Why?')], [])).toMatchObject([
      { kind: 'assistant', message: { content: 'Here is one for you.' } },
      { kind: 'question' },
    ]);
    expect(threadOf([...asked, answer('Why?')], []).map(({ kind }) => kind)).toEqual(['question']);
    expect(withoutUnfinished(threadOf(asked, []), true)).toEqual([]);
    expect(withoutUnfinished(threadOf(asked, []), false)).toHaveLength(1);
  });

  it('puts help into its question’s card, also while it is being written', () => {
    const message = (seq: number, role: 'user' | 'assistant', content: string): StoredEvent => ({
      seq,
      event: 'session:message',
      data: {
        messageId: `m${seq}`,
        role,
        content,
        citations: [],
        toolCalls: [],
        media: [],
        status: 'complete',
      },
    });
    const events: StoredEvent[] = [
      { seq: 1, event: 'session:question', data: question('q1') },
      message(2, 'user', HINT_WORDS),
    ];
    expect(threadOf(events, [])).toMatchObject([{ kind: 'question', isHinting: true, hints: [] }]);
    const helped = [
      ...events,
      message(3, 'assistant', 'Think of light.'),
      message(4, 'user', 'Because of light.'),
    ];
    expect(threadOf(helped, [])).toMatchObject([
      { kind: 'question', isHinting: false, hints: [{ content: 'Think of light.' }] },
      { kind: 'user', content: 'Because of light.' },
    ]);
  });

  it('shows what waits to be sent at the end', () => {
    const frame = { event: 'session:message', id: 'x', data: { content: 'Hello' } } as const;
    expect(threadOf([], [{ frame, state: 'waiting', seq: null }])).toMatchObject([
      { kind: 'user', content: 'Hello', waiting: { state: 'waiting' } },
    ]);
  });
});
