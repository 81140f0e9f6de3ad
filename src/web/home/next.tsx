import { next } from '../api/learning.ts';
import { useResource } from '../api/resource.ts';
import { Shown } from '../api/shown.tsx';
import { Art } from '../parts/art.tsx';
import { words } from '../words/home.ts';
import { parts } from '../words/parts.ts';
import { told } from '../words/told.ts';
import { beginning, useBegin } from './begin.ts';

const SHOWN = 3;

/** What the plan suggests, each with its because. */
export function Next() {
  useResource(next);
  const said = words.value.next;
  const begin = useBegin();
  return (
    <section class="card next" aria-labelledby="h-next">
      <h2 id="h-next">{said.title}</h2>
      <Shown of={next}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="muted">{said.none}</p>
          ) : (
            <ul>
              {items.slice(0, SHOWN).map(({ nuggetId, title, reason, estimatedTime }) => (
                <li key={nuggetId}>
                  <button
                    type="button"
                    class="next-way"
                    aria-busy={beginning.value === nuggetId}
                    onClick={() => void begin(nuggetId, { nuggetId })}
                  >
                    <span class="way-pic">
                      <Art seed={nuggetId} />
                    </span>
                    <span class="grow">
                      <span class="row">
                        <b class="grow">{title ?? words.value.first.lead}</b>
                        <small class="num muted">
                          {beginning.value === nuggetId
                            ? said.busy
                            : estimatedTime !== null && parts.value.minutes(estimatedTime)}
                        </small>
                      </span>
                      <span class="small muted">{capitalized(told.value.sentence(reason))}</span>
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      <a class="link small" href="/library">
        {said.other}
      </a>
    </section>
  );
}

/** A reason may begin with a concept's name as its source writes it. */
const capitalized = (text: string): string => text.charAt(0).toLocaleUpperCase() + text.slice(1);
