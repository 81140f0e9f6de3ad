import { due, learnerProgress, next, profile, sessions } from '../api/learning.ts';
import { useResource } from '../api/resource.ts';
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
  useResource(sessions);
  useResource(due);
  useResource(next);
  useResource(learnerProgress);
  useResource(profile);
  const name = person.value?.name.trim().split(/\s+/)[0] ?? '';
  const waiting = due.value.value?.items.length;
  const hasStep = (next.value.value?.items.length ?? 0) > 0;
  return (
    <>
      <header class="page-head">
        <div>
          <h1>{said.hello(greeting(new Date().getHours(), said.greeting), name)}</h1>
          <p>
            {waiting === undefined
              ? '\u00a0'
              : waiting > 0
                ? said.today.both(waiting, waiting + STEP_MINUTES)
                : hasStep
                  ? said.today.step
                  : said.today.fresh}
          </p>
        </div>
      </header>
      <div class="home-grid">
        <Resume />
        <Goal />
        <Due />
        <Next />
      </div>
    </>
  );
}

const greeting = (hour: number, said: { morning: string; day: string; evening: string }): string =>
  hour < 5 || hour >= 18 ? said.evening : hour < 12 ? said.morning : said.day;
