import { useLayoutEffect, useRef } from 'preact/hooks';
import { ButtonLink } from '../parts/button.tsx';
import { Meter } from '../parts/meter.tsx';
import { words } from '../words/lesson.ts';
import { list, percent } from '../words/numbers.ts';
import { readSummary } from './completed.ts';

/** How a lesson ended: what it took, what it changed, what is still missing. Comes with the end. */
export function Summary({ summary }: { summary: Record<string, unknown> }) {
  const said = words.value.completed;
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => box.current?.scrollIntoView({ block: 'nearest' }), []);
  const { concepts, gaps, minutes, questions, nuggets } = readSummary(summary);
  return (
    <section class="completed" ref={box} aria-label={said.title}>
      <h2>{said.title}</h2>
      <p class="muted">{said.took(minutes, questions, nuggets)}</p>
      {concepts.length === 0 ? (
        <p class="muted">{said.nothing}</p>
      ) : (
        <>
          <h3>{said.lead}</h3>
          <ul class="mast">
            {concepts.map(({ name, before, after }) => (
              <li key={name} class="mast-row">
                <span class="ellipsis" title={name}>
                  {name}
                </span>
                <span class="lvl">{words.value.thread.change(percent(before), percent(after))}</span>
                <Meter name={name} level={after} />
              </li>
            ))}
          </ul>
        </>
      )}
      {gaps.length > 0 && <p class="small muted">{said.gaps(list(gaps.slice(0, MOST_GAPS)))}</p>}
      <div class="row wrap">
        <ButtonLink kind="pen" large href="/">
          {said.home}
        </ButtonLink>
        <ButtonLink kind="bare" href="/progress">
          {said.progress}
        </ButtonLink>
      </div>
    </section>
  );
}

/** More names than this are no help. */
const MOST_GAPS = 4;
