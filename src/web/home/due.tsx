import { due } from '../api/learning.ts';
import { useResource } from '../api/resource.ts';
import type { DueConcept } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { words } from '../words/home.ts';
import { percent } from '../words/numbers.ts';
import { curveOf } from './curve.ts';

const SHOWN = 4;
const BOX = { width: 132, height: 40 };
const DAY_MS = 86_400_000;

/** What is fading, and the curve that says why now. */
export function Due() {
  useResource(due);
  const said = words.value.due;
  const count = due.value.value?.items.length ?? 0;
  return (
    <section class="card due-card" aria-labelledby="h-due">
      <div class="sec-head">
        <h2 id="h-due">{said.title}</h2>
        {count > 0 && (
          <a class="link small" href="/review">
            {said.all(Math.max(1, count))}
          </a>
        )}
      </div>
      <Shown of={due}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="muted">{said.none}</p>
          ) : (
            <>
              <ul class="list">
                {items.slice(0, SHOWN).map((item) => (
                  <Row key={item.concept} item={item} />
                ))}
              </ul>
              <p class="small muted due-note">{said.note}</p>
            </>
          )
        }
      </Shown>
    </section>
  );
}

function Row({ item }: { item: DueConcept }) {
  return (
    <li>
      <a class="due" href="/review">
        <DueRow item={item} />
      </a>
    </li>
  );
}

/** One idea, the curve of forgetting it, and the chance that it is still there. */
export function DueRow({ item }: { item: DueConcept }) {
  const said = words.value.due;
  const since = item.lastReview === null ? 1 : (Date.now() - Date.parse(item.lastReview)) / DAY_MS;
  const curve = curveOf(since, item.stability, BOX);
  return (
    <>
      <span class="grow">
        <b>{item.name}</b>
        {item.lastReview !== null && <span class="small muted">{said.seen(item.lastReview)}</span>}
      </span>
      <svg
        class="fc"
        viewBox={`0 0 ${BOX.width} ${BOX.height}`}
        width={BOX.width}
        height={BOX.height}
        aria-hidden="true"
      >
        <path class="fc-area" d={curve.area} />
        <path class="fc-future" d={curve.future} />
        <path class="fc-past" d={curve.past} />
        <circle cx={curve.now.x} cy={curve.now.y} r="4" />
      </svg>
      <b class="num due-n">
        <span class="sr">{said.chance('')}</span>
        {percent(100 * item.retrievability)}
      </b>
    </>
  );
}
