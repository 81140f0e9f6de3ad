import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Kept } from '../parts/kept.tsx';
import { later } from '../parts/later.tsx';
import { words } from '../words/lesson.ts';
import { Progress, Shown } from './events.tsx';
import { Moved } from './moved.tsx';
import { useRoom } from './room.ts';
import { Said } from './said.tsx';
import { type Item, threadOf, withoutUnfinished } from './thread.ts';
import { Ways } from './ways.tsx';

/** It reads markdown, the heaviest thing here: a lesson that begins has none yet. */
const answering = () => import('./answer.tsx');
const Answer = later(async () => (await answering()).Answer);
const Question = later(async () => (await import('./question.tsx')).Question);
const Summary = later(async () => (await import('./summary.tsx')).Summary);

/** How many items are drawn at first, and how many more at a time when one scrolls back to them. */
const WINDOW = 40;
const STEP = 12;
/** Reading the end is being within this many pixels of it. */
const AT_END_PX = 48;
/** Nobody should see that the tutor has not begun, if it begins soon. */
const THINKING_AFTER_MS = 400;

/** The conversation. It follows what is being written only while the reader is at the end. */
export function Thread() {
  const { talk } = useRoom();
  const events = useComputed(() => talk.lesson.value.events);
  const isBusy = useComputed(() => talk.lesson.value.writing !== null || talk.lesson.value.isThinking);
  const items = useComputed(() => withoutUnfinished(threadOf(events.value, talk.outbox.value), isBusy.value));
  // It comes while the tutor thinks, not after.
  useEffect(() => {
    if (isBusy.value) answering().catch(() => undefined);
  }, [isBusy.value]);
  const shown = useSignal(WINDOW);
  const scroller = useRef<HTMLDivElement>(null);
  const follow = useFollowing(scroller);
  const said = words.value.thread;
  const first = Math.max(0, items.value.length - shown.value);
  const visible = items.value.slice(first);
  const writing = talk.painted.value;
  const hasNothingSaid = items.value.every(({ kind }) => kind === 'moved' || kind === 'media');
  const isHinting = visible.some((item) => item.kind === 'question' && item.isHinting);
  const lastAnswer = visible.findLastIndex(({ kind }) => kind === 'assistant');
  // What was said to a question was judged, and stays as it is.
  const lastSaid = visible.findLastIndex(
    ({ kind }, i) => kind === 'user' && visible[i - 1]?.kind !== 'question',
  );
  const showEarlier = () => {
    const element = scroller.current;
    if (element === null) return;
    // What is read stays where it is while older words come in above it.
    const fromEnd = element.scrollHeight - element.scrollTop;
    shown.value += STEP;
    requestAnimationFrame(() => {
      element.scrollTop = element.scrollHeight - fromEnd;
    });
  };
  return (
    <>
      <div
        class="thread"
        ref={scroller}
        role="log"
        aria-label={said.label}
        aria-live="off"
        aria-busy={writing !== null}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard can scroll only what it can focus
        tabIndex={0}
        onScroll={() => {
          follow.watch();
          if (first > 0 && scroller.current !== null && scroller.current.scrollTop < 200) showEarlier();
        }}
      >
        {first > 0 && (
          <button type="button" class="link small earlier" onClick={showEarlier}>
            {said.earlier}
          </button>
        )}
        {visible.map((item, i) => (
          <Kept key={item.key} of={[item, i === lastAnswer || i === lastSaid]}>
            {() => <ItemView item={item} isLast={i === lastAnswer || i === lastSaid} />}
          </Kept>
        ))}
        {hasNothingSaid && writing === null && <FirstWords />}
        {/* Help that is being written stands in its question's card. */}
        {writing !== null && writing.text !== '' && !isHinting && (
          <Answer key={writing.messageId} text={writing.text} message={null} isLast />
        )}
        {!isHinting && <Thinking />}
        {!isBusy.value && <Ways />}
      </div>
      {follow.isAway.value && (
        <div class="below">
          <Button icon="arrow-down" onClick={follow.goToEnd}>
            {said.newBelow}
          </Button>
        </div>
      )}
      <Announcer />
    </>
  );
}

function ItemView({ item, isLast }: { item: Item; isLast: boolean }) {
  switch (item.kind) {
    case 'user':
      return <Said id={item.key} content={item.content} waiting={item.waiting} isLast={isLast} />;
    case 'assistant':
      return <Answer text={item.message.content} message={item.message} isLast={isLast} />;
    case 'question':
      return (
        <Question
          question={item.question}
          isLive={item.isLive}
          hints={item.hints}
          isHinting={item.isHinting}
          verdict={item.verdict}
        />
      );
    case 'progress':
      return <Progress changes={item.changes} />;
    case 'moved':
      return <Moved {...item} />;
    case 'media':
      return <Shown media={item.media} />;
    case 'completed':
      return <Summary summary={item.summary} />;
    default:
      return item satisfies never;
  }
}

/** Before the first word: what one could begin with. */
function FirstWords() {
  const { talk, isReadOnly } = useRoom();
  const said = words.value.thread;
  if (talk.lesson.value.session === null || isReadOnly.value) return null;
  return (
    <div class="firsts">
      <h2>{said.emptyTitle}</h2>
      <p>{said.emptyLead}</p>
      <div class="row wrap">
        {said.firsts.map((content) => (
          <Button key={content} onClick={() => talk.tell({ event: 'session:message', data: { content } })}>
            {content}
          </Button>
        ))}
      </div>
    </div>
  );
}

function Thinking() {
  const { talk } = useRoom();
  const late = useSignal(false);
  const isWaiting = useComputed(() => {
    const { isThinking, writing } = talk.lesson.value;
    return isThinking && writing === null;
  });
  useEffect(() => {
    late.value = false;
    if (!isWaiting.value) return;
    const timer = setTimeout(() => {
      late.value = true;
    }, THINKING_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isWaiting.value]);
  if (!isWaiting.value || !late.value) return null;
  return (
    <p class="thinking">
      <i />
      {words.value.thread.thinking}
    </p>
  );
}

/** Keeps the end in sight while one is there; away from it nothing moves, and a button says that more has come. */
function useFollowing(scroller: { current: HTMLElement | null }) {
  const { talk } = useRoom();
  const isAtEnd = useRef(true);
  const isAway = useSignal(false);
  const goToEnd = () => {
    const element = scroller.current;
    if (element === null) return;
    isAtEnd.current = true;
    isAway.value = false;
    element.scrollTop = element.scrollHeight;
  };
  const { lastSeq } = talk.lesson.value;
  const painted = talk.painted.value;
  const own = talk.outbox.value.length;
  useLayoutEffect(() => {
    if (isAtEnd.current) goToEnd();
    else isAway.value = true;
  }, [lastSeq, painted]);
  // Who says something wants to see it.
  useLayoutEffect(() => {
    if (own > 0) goToEnd();
  }, [own]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const resized = new ResizeObserver(() => {
      if (isAtEnd.current) goToEnd();
    });
    resized.observe(element);
    // A picture that comes makes what is above the end higher.
    const grown = () => {
      if (isAtEnd.current) goToEnd();
    };
    element.addEventListener('load', grown, true);
    return () => {
      resized.disconnect();
      element.removeEventListener('load', grown, true);
    };
  }, []);
  return {
    isAway,
    goToEnd,
    watch: () => {
      const element = scroller.current;
      if (element === null) return;
      isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < AT_END_PX;
      if (isAtEnd.current) isAway.value = false;
    },
  };
}

/** For screen readers: that an answer is coming, once, and then the answer, once. */
function Announcer() {
  const { talk } = useRoom();
  const said = words.value.thread;
  const text = useSignal('');
  const isBusy = useComputed(() => talk.lesson.value.isThinking || talk.lesson.value.writing !== null);
  const wasBusy = useRef(false);
  useEffect(() => {
    if (isBusy.value) text.value = said.answering;
    else if (wasBusy.current) {
      const last = talk.lesson
        .peek()
        .events.findLast((event) => event.event === 'session:message' && event.data.role === 'assistant');
      text.value = last?.event === 'session:message' ? plainWords(last.data.content) : '';
    }
    wasBusy.current = isBusy.value;
  }, [isBusy.value]);
  return (
    <p class="sr" aria-live="polite" aria-atomic="true">
      {text.value}
    </p>
  );
}

/** Without the marks that a voice would read out. */
const plainWords = (markdown: string): string =>
  markdown.replace(/\s?\[\d[\d, ;]*\]/g, '').replace(/[*_`#>|]+/g, ' ');
