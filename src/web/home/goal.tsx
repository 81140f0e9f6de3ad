import { useComputed } from '@preact/signals';
import { useId, useState } from 'preact/hooks';
import { sentence } from '../api/client.ts';
import { daysLearnt, learnerProgress, profile, saveProfile } from '../api/learning.ts';
import { isSettled, useResource } from '../api/resource.ts';
import { Shown } from '../api/shown.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Loading } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { words } from '../words/home.ts';
import { weekday } from '../words/numbers.ts';
import { type DayMark, weekOf } from './week.ts';

/** From this level on a concept counts as known. */
const KNOWN = 70;

/** What one learns for and how far that is, and the week with its days off: drawn together, not piece by piece. */
export function Goal() {
  useResource(profile);
  useResource(learnerProgress);
  useResource(daysLearnt);
  const isKnown = useComputed(() => [profile, learnerProgress, daysLearnt].every(isSettled));
  return (
    <section class="card goal">
      {isKnown.value ? (
        <>
          <Shown of={profile}>{({ goals }) => <GoalText goal={goals[0]} />}</Shown>
          <Known />
          <hr />
          <Shown of={daysLearnt}>{({ days }) => <WeekView learnt={days} />}</Shown>
        </>
      ) : (
        <Loading />
      )}
    </section>
  );
}

function GoalText({ goal }: { goal: string | undefined }) {
  const said = words.value.goal;
  const [isEditing, edit] = useState(false);
  const [draft, setDraft] = useState(goal ?? '');
  const id = useId();
  const save = async (event: Event) => {
    event.preventDefault();
    const first = draft.trim();
    const before = profile.value.peek();
    const goals = [...(first === '' ? [] : [first]), ...(before?.goals.slice(1) ?? [])];
    profile.change((now) => ({ ...now, goals }));
    edit(false);
    try {
      await saveProfile({ goals });
    } catch (thrown) {
      if (before !== undefined) profile.change(() => before);
      toast(sentence(thrown));
    }
  };
  if (goal !== undefined && !isEditing) {
    return (
      <div class="sec-head">
        <div>
          <p class="small muted">{said.title}</p>
          <h2>{goal}</h2>
        </div>
        <button type="button" class="link small" onClick={() => edit(true)}>
          {said.change}
        </button>
      </div>
    );
  }
  return (
    <form class="goal-form" onSubmit={save}>
      <label for={id}>
        <h2>{said.title}</h2>
        <span class="muted">{said.none}</span>
      </label>
      <div class="wish">
        <input
          id={id}
          maxLength={500}
          dir="auto"
          placeholder={said.placeholder}
          value={draft}
          onInput={(event) => setDraft(event.currentTarget.value)}
        />
        <Button type="submit">{said.save}</Button>
      </div>
    </form>
  );
}

function Known() {
  const said = words.value.goal;
  const concepts = learnerProgress.value.value?.concepts ?? [];
  if (concepts.length === 0) return null;
  const known = concepts.filter(({ masteryLevel }) => masteryLevel >= KNOWN).length;
  return (
    <div>
      <div class="goal-bar" aria-hidden="true">
        <b style={{ inlineSize: `${(100 * known) / concepts.length}%` }} />
      </div>
      <p class="row small muted num">
        <span>{said.known(known)}</span>
        <span class="end">{said.of(concepts.length)}</span>
      </p>
    </div>
  );
}

function WeekView({ learnt }: { learnt: readonly string[] }) {
  const said = words.value.week;
  const week = weekOf(learnt, new Date(), firstDayOfWeek());
  return (
    <div class="stack">
      <h3>{said.title}</h3>
      <ol class="week">
        {week.days.map(({ date, mark }) => (
          <li key={date.getTime()} class={`day-${mark}`}>
            <i>
              {mark === 'learnt' ? (
                <Icon name="check" small />
              ) : mark === 'rested' ? (
                <Icon name="minus" small />
              ) : null}
            </i>
            <span aria-hidden="true">{weekday(date, 'narrow')}</span>
            <span class="sr">
              {weekday(date, 'long')}: {nameOf(mark, said)}
            </span>
          </li>
        ))}
      </ol>
      <p class="small muted">{said.streak(week.streak, week.restLeft)}</p>
    </div>
  );
}

const nameOf = (mark: DayMark, said: Record<DayMark, string>): string => said[mark];

/** 1 Monday to 7 Sunday, by the reader's region; Monday where the browser does not say. */
function firstDayOfWeek(): number {
  const locale: Intl.Locale & { getWeekInfo?: () => { firstDay: number } } = new Intl.Locale(
    navigator.language || 'en-GB',
  );
  return locale.getWeekInfo?.().firstDay ?? 1;
}
