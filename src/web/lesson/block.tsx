import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { later } from '../parts/later.tsx';
import type { Windowed } from '../parts/windowed.ts';
import { Progress, Shown } from './events.tsx';
import { Moved } from './moved.tsx';
import { Said } from './said.tsx';
import type { Item } from './thread.ts';

/** It reads markdown, the heaviest thing here: a lesson that begins has none yet. */
export const answering = () => import('./answer.tsx');
export const Answer = later(async () => (await answering()).Answer);
const Question = later(async () => (await import('./question.tsx')).Question);
const Summary = later(async () => (await import('./summary.tsx')).Summary);

/** One item of the conversation as it is drawn. What stands already is not compared again. */
export function Block({ item, isLast, watch }: { item: Item; isLast: boolean; watch: Windowed['watch'] }) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (box.current === null ? undefined : watch(item.key, box.current)), []);
  const drawn = useMemo(() => <Drawn item={item} isLast={isLast} />, [item, isLast]);
  return (
    <div class="block" data-key={item.key} ref={box}>
      {drawn}
    </div>
  );
}

function Drawn({ item, isLast }: { item: Item; isLast: boolean }) {
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
          given={item.answer}
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
