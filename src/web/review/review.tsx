import { useLocation } from 'preact-iso';
import { sentence } from '../api/client.ts';
import { begin, due } from '../api/learning.ts';
import { useResource } from '../api/resource.ts';
import type { DueConcept } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { beginning } from '../home/begin.ts';
import { DueRow } from '../home/due.tsx';
import { Button, ButtonLink } from '../parts/button.tsx';
import { Empty } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { useTitle } from '../shell/title.ts';
import { words } from '../words/review.ts';
import { keepRound } from './round.ts';
import '../home/home.css';
import './review.css';

/** What is due today, and a round through it. */
export function ReviewPage() {
  const said = words.value;
  useTitle(said.title);
  const resource = useResource(due);
  const start = useRound();
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{said.title}</h1>
          <p>{said.lead}</p>
        </div>
      </header>
      <Shown of={resource}>
        {({ items, doneToday, dailyCap }) =>
          items.length === 0 ? (
            <Empty
              title={said.none}
              actions={
                <ButtonLink kind="pen" large href="/">
                  {said.home}
                </ButtonLink>
              }
            >
              {said.noneText}
            </Empty>
          ) : (
            <section class="card rev" aria-labelledby="h-rev">
              <div class="row wrap rev-head">
                <Button
                  kind="pen"
                  large
                  busy={beginning.value === 'round' && said.starting}
                  onClick={() => void start('round', items)}
                >
                  {said.start(items.length)}
                </Button>
                <span class="muted">{said.minutes(Math.max(1, items.length))}</span>
                {doneToday > 0 && <span class="end small muted num">{said.done(doneToday, dailyCap)}</span>}
              </div>
              <h2 id="h-rev">{said.list}</h2>
              <ul class="list">
                {items.map((item) => (
                  <li key={item.concept}>
                    <button type="button" class="due" onClick={() => void start(item.concept, [item])}>
                      <DueRow item={item} />
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          )
        }
      </Shown>
    </>
  );
}

/** Begins a lesson at the first idea's nugget and leaves the others for it to go through. */
function useRound() {
  const { route } = useLocation();
  return async (key: string, items: readonly DueConcept[]) => {
    if (beginning.peek() !== null) return;
    beginning.value = key;
    try {
      const { nuggetId } = items[0] ?? { nuggetId: null };
      const goal = words.peek().goal(items.length);
      const { id } = await begin({ goal, ...(nuggetId === null ? {} : { nuggetId }) });
      keepRound(id, { names: items.map(({ name }) => name), at: 0 });
      route(`/lessons/${id}`);
    } catch (thrown) {
      toast(sentence(thrown));
    } finally {
      beginning.value = null;
    }
  };
}
