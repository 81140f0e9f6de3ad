import { useComputed } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { daysLearnt, due, lastLesson, learnerProgress, next, profile } from '../api/learning.ts';
import { isSettled, type Settling, useResource } from '../api/resource.ts';
import { Loading } from '../parts/states.tsx';
import { whenIdle } from '../shell/idle.ts';
import { useTitle } from '../shell/title.ts';
import { person } from '../who/person.ts';
import { words } from '../words/home.ts';
import { shell } from '../words/shell.ts';
import { Due } from './due.tsx';
import { Goal } from './goal.tsx';
import { Next } from './next.tsx';
import { Resume } from './resume.tsx';
import './home.css';

/** A minute a concept and a few for the step: enough to decide whether now is the time. */
const STEP_MINUTES = 5;

/** A learner's day: one thing to do, why now, and what comes after. */
export function HomePage() {
  const said = words.value;
  useTitle(shell.value.pages.home);
  useResource(lastLesson);
  const name = person.value?.name.trim().split(/\s+/)[0] ?? '';
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{said.hello(greeting(new Date().getHours(), said.greeting), name)}</h1>
          <Today />
        </div>
      </header>
      <Cards />
    </>
  );
}

/** What there is to do first is known first; nothing is drawn above it later, so that nothing jumps under a thumb. */
function Cards() {
  // Without a lesson to go on with, it is said first whether this is the very first.
  const isFresh = useComputed(() => lastLesson.value.value?.items.length === 0);
  useEffect(() => {
    if (isFresh.value) void daysLearnt.reload();
  }, [isFresh.value]);
  const isKnown = useComputed(() => isSettled(isFresh.value ? daysLearnt : lastLesson));
  if (!isKnown.value) return <Loading lines={8} />;
  return (
    <div class="home-grid">
      <Resume />
      <Then after={[lastLesson]}>
        <Goal />
        <Then after={[profile, learnerProgress, daysLearnt]}>
          <Due />
          <Then after={[due]}>
            <Next />
          </Then>
        </Then>
      </Then>
    </div>
  );
}

/** What asks and is drawn once what stands before it is there and the page is idle: a slow phone stays quick to the touch. */
function Then({ after, children }: { after: readonly Settling[]; children: ComponentChildren }) {
  const [isTime, come] = useState(false);
  const isThere = useComputed(() => after.every(isSettled)).value;
  useEffect(() => (isThere ? whenIdle(() => come(true)) : undefined), [isThere]);
  return isTime ? children : null;
}

/** What finishing today would take; a line of its own height until it is known. */
function Today() {
  const said = words.value.today;
  const waiting = due.value.value?.items.length;
  const steps = next.value.value?.items.length;
  const unknown = '\u00a0';
  if (waiting === undefined) return <p>{unknown}</p>;
  if (waiting > 0) return <p>{said.both(waiting, waiting + STEP_MINUTES)}</p>;
  return <p>{steps === undefined ? unknown : steps > 0 ? said.step : said.fresh}</p>;
}

const greeting = (hour: number, said: { morning: string; day: string; evening: string }): string =>
  hour < 5 || hour >= 18 ? said.evening : hour < 12 ? said.morning : said.day;
