import { useId, useState } from 'preact/hooks';
import { daysLearnt, lastLesson } from '../api/learning.ts';
import { Shown } from '../api/shown.tsx';
import type { SessionView } from '../lesson/session.ts';
import { Art } from '../parts/art.tsx';
import { Button, ButtonLink } from '../parts/button.tsx';
import { Picture, type Pictured } from '../parts/picture.tsx';
import { words } from '../words/home.ts';
import { beginning, useBegin } from './begin.ts';

/** The one decision of the page: go on where one stopped, or begin. */
export const Resume = () => (
  <section class="card resume">
    <Shown of={lastLesson}>
      {({ items: [open] }) =>
        open === undefined ? (
          <First isFirst={daysLearnt.value.value?.days.length === 0} />
        ) : (
          <Open session={open} />
        )
      }
    </Shown>
  </section>
);

function Open({ session }: { session: SessionView }) {
  const said = words.value.resume;
  const nugget = session.currentNode?.nugget;
  const title = session.goal ?? nugget?.title ?? words.value.first.lead;
  return (
    <>
      <Sight seed={session.id} of={nugget ?? null} />
      <div class="resume-body">
        <p class="muted">{said.lead}</p>
        <h2>{title}</h2>
        {nugget?.title && nugget.title !== title && <p class="muted resume-at">{nugget.title}</p>}
        <div class="row resume-act">
          <ButtonLink kind="pen" large href={`/lessons/${session.id}`}>
            {said.action}
          </ButtonLink>
          <p class="small muted">
            {said.seen(session.lastActivity)}
            {session.pathHistory.length > 0 && (
              <>
                <br />
                {said.steps(session.pathHistory.length)}
              </>
            )}
          </p>
        </div>
        <details class="fresh">
          <summary class="link small">{words.value.first.fresh}</summary>
          <Wish />
        </details>
      </div>
    </>
  );
}

function First({ isFirst }: { isFirst: boolean }) {
  const said = words.value.first;
  return (
    <>
      <Sight seed="first" of={null} />
      <div class="resume-body">
        {isFirst && <p class="muted">{said.lead}</p>}
        <h2>{said.title}</h2>
        <p class="muted resume-at">{said.text}</p>
        <Wish />
      </div>
    </>
  );
}

/** A goal in one's own words, and a lesson on it. */
function Wish() {
  const said = words.value.first;
  const [goal, setGoal] = useState('');
  const begin = useBegin();
  const id = useId();
  return (
    <form
      class="wish"
      onSubmit={(event) => {
        event.preventDefault();
        if (goal.trim() !== '') void begin('wish', { goal: goal.trim() });
      }}
    >
      <label class="sr" for={id}>
        {said.title}
      </label>
      <input
        id={id}
        maxLength={500}
        dir="auto"
        placeholder={said.placeholder}
        value={goal}
        onInput={(event) => setGoal(event.currentTarget.value)}
      />
      <Button
        kind="pen"
        large
        type="submit"
        disabled={goal.trim() === ''}
        busy={beginning.value === 'wish' && said.busy}
      >
        {said.action}
      </Button>
    </form>
  );
}

const Sight = ({ seed, of }: { seed: string; of: Pictured | null }) => (
  <div class="resume-pic">
    {of === null || of.imageUrl === null ? (
      <Art seed={seed} />
    ) : (
      <Picture of={of} alt="" sizes="(max-width: 820px) 8.5rem, 17rem" />
    )}
  </div>
);
