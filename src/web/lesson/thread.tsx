import { useComputed } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { type Blocks, makeWindow } from '../parts/windowed.ts';
import { words } from '../words/lesson.ts';
import { Announcer, Thinking } from './announcer.tsx';
import { Answer, answering, Block } from './block.tsx';
import { useFollowing } from './follow.ts';
import { useRoom } from './room.ts';
import { type Item, threadOf, withoutUnfinished } from './thread.ts';
import { Ways } from './ways.tsx';

/** The end of the conversation is always drawn: where one writes there is never a hole. */
const LAST = 12;
/** The height of a block that was never drawn, pixels. */
const SUPPOSED_PX = 96;

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
  const scroller = useRef<HTMLDivElement>(null);
  const all = items.value;
  const writing = talk.painted.value;
  const isNew = writing === null && all.every(({ kind }) => kind === 'moved' || kind === 'media');
  const follow = useFollowing(scroller, isNew);
  const blocks = useComputed(() => blocksOf(items.value));
  const view = useMemo(() => {
    const element = () => scroller.current;
    return makeWindow(blocks, { scroller: element, column: element, supposedPx: SUPPOSED_PX }, follow.grown);
  }, [blocks]);
  useEffect(() => view.close, [view]);
  useEffect(view.look, [view, items.value]);
  useLayoutEffect(view.settle, [view.runs.value]);
  const said = words.value.thread;
  const isHinting = all.some((item) => item.kind === 'question' && item.isHinting);
  const lastAnswer = all.findLastIndex(({ kind }) => kind === 'assistant');
  // What was said to a question was judged, and stays as it is.
  const lastSaid = all.findLastIndex(({ kind }, i) => kind === 'user' && all[i - 1]?.kind !== 'question');
  /** At once, not past ten thousand messages: while those went by, the end would move. */
  const jump = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'End') follow.goToEnd();
    else if (event.key === 'Home') scroller.current?.scrollTo(0, 0);
    else return;
    event.preventDefault();
  };
  const showEarlier = () => scroller.current?.scrollBy(0, -scroller.current.clientHeight);
  return (
    <>
      <div
        class={isNew ? 'thread thread-new' : 'thread'}
        ref={scroller}
        role="log"
        aria-label={said.label}
        aria-live="off"
        aria-busy={writing !== null}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a keyboard can scroll only what it can focus
        tabIndex={0}
        onKeyDown={jump}
        onScroll={() => {
          follow.watch();
          view.look();
        }}
      >
        {view.runs.value.map((run) => {
          if ('height' in run)
            return (
              <div
                key={run.from === 0 ? 'above' : `from ${all[run.from]?.key}`}
                class="space"
                style={{ blockSize: `${run.height}px` }}
              >
                {run.from === 0 && (
                  <button type="button" class="link small" onClick={showEarlier}>
                    {said.earlier}
                  </button>
                )}
              </div>
            );
          const item = all[run.at];
          const isLast = run.at === lastAnswer || run.at === lastSaid;
          return item && <Block key={item.key} item={item} isLast={isLast} watch={view.watch} />;
        })}
        {isNew && <FirstWords />}
        {/* Help that is being written stands in its question's card. */}
        {writing !== null && writing.text !== '' && !isHinting && (
          <Answer key={writing.messageId} text={writing.text} message={null} isLast />
        )}
        {!isHinting && <Thinking />}
        {!isBusy.value && <Ways isNew={isNew} />}
      </div>
      {follow.away.value !== null && (
        <div class="below">
          <Button icon="arrow-down" onClick={follow.goToEnd}>
            {follow.away.value === 'new' ? said.newBelow : said.toEnd}
          </Button>
        </div>
      )}
      <Announcer />
    </>
  );
}

/** The question one is at is drawn wherever one looks, and so is the end. */
function blocksOf(items: readonly Item[]): Blocks {
  const live = items.findLastIndex((item) => item.kind === 'question' && item.isLive);
  const end = { from: Math.max(0, items.length - LAST), to: items.length };
  return {
    keys: items.map(({ key }) => key),
    kept: live < 0 ? [end] : [{ from: live, to: live + 1 }, end],
  };
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
