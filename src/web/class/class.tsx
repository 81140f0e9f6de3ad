import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { learners } from '../api/class.ts';
import { type FeedFrame, listen } from '../api/feed.ts';
import { useResource } from '../api/resource.ts';
import type { LearnerRow } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { Button } from '../parts/button.tsx';
import { csvOf } from '../parts/csv.ts';
import { download } from '../parts/download.ts';
import { masteryRank } from '../parts/mastery.ts';
import { Scroll } from '../parts/scroll.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { Empty } from '../parts/states.tsx';
import { useTitle } from '../shell/title.ts';
import { type ClassWords, words } from '../words/class.ts';
import { percent } from '../words/numbers.ts';
import { conceptCount, type Grid, gridOf, type Order } from './heat.ts';
import './class.css';

/** As many columns as a desk's width shows at once. */
const COLUMNS = 10;

/** Who is where: the class as one picture, who may need somebody, and who is learning now. */
export function ClassPage() {
  const said = words.value;
  useTitle(said.title);
  const all = useResource(learners);
  return (
    <Shown of={all} lines={8}>
      {(list) => (
        <Picture all={list.filter(({ role, masteryMap }) => role === 'learner' || masteryMap.length > 0)} />
      )}
    </Shown>
  );
}

function Picture({ all }: { all: readonly LearnerRow[] }) {
  const said = words.value;
  const order = useSignal<Order>('mastery');
  const isWhole = useSignal(false);
  const total = conceptCount(all);
  const grid = gridOf(all, order.value, isWhole.value ? total : COLUMNS);
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{said.title}</h1>
          <p>{said.lead(all.length)}</p>
        </div>
        <Segmented
          legend={said.sort}
          value={order.value}
          segments={[
            { value: 'mastery', name: said.sorts.mastery },
            { value: 'name', name: said.sorts.name },
          ]}
          onChange={(value) => {
            order.value = value;
          }}
        />
        <Button
          icon="download"
          disabled={grid.rows.length === 0}
          onClick={() => download('class.csv', 'text/csv', sheetOf(grid, said))}
        >
          {said.export}
        </Button>
      </header>
      <div class="class-grid">
        {grid.rows.length === 0 ? (
          <div class="card heat-card">
            <Empty title={said.none}>{said.noneText}</Empty>
          </div>
        ) : (
          <section class="card heat-card" aria-labelledby="h-heat">
            <div class="sec-head">
              <h2 id="h-heat">{said.heading}</h2>
              <Key />
            </div>
            <Heat grid={grid} />
            <Foot grid={grid} />
            {total > COLUMNS && (
              <button
                type="button"
                class="link small"
                onClick={() => {
                  isWhole.value = !isWhole.value;
                }}
              >
                {isWhole.value ? said.fewer : said.allConcepts(total - COLUMNS)}
              </button>
            )}
          </section>
        )}
        <div class="stack class-side">
          <Live />
          <Risks all={all} />
        </div>
      </div>
    </>
  );
}

const sheetOf = ({ concepts, rows }: Grid, said: ClassWords): string =>
  csvOf([
    [said.learner, ...concepts.map(({ name }) => name)],
    ...rows.map(({ learner, levels }) => [learner.name, ...levels.map((level) => level ?? '')]),
  ]);

function Key() {
  return (
    <ul class="key" aria-hidden="true">
      <li>
        <i class="c0">–</i> {words.value.notSeen}
      </li>
      <li class="ramp">
        {[20, 45, 60, 75, 90].map((level) => (
          <i key={level} class={`c${masteryRank(level)}`}>
            {level}
          </i>
        ))}
      </li>
    </ul>
  );
}

function Heat({ grid: { concepts, rows } }: { grid: Grid }) {
  const said = words.value;
  return (
    <Scroll class="scroll-x">
      <table class="heat">
        <thead>
          <tr>
            <th scope="col">
              <span class="sr">{said.learner}</span>
            </th>
            {concepts.map(({ concept, name }) => (
              <th key={concept} scope="col" title={name}>
                <span class="two-lines">{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ learner, levels }) => (
            <tr key={learner.id}>
              <th scope="row">
                <a class="ellipsis" href={`/class/${learner.id}`} dir="auto">
                  {learner.name}
                </a>
              </th>
              {levels.map((level, i) => (
                <td key={concepts[i]?.concept} class={level === null ? 'c0' : `c${masteryRank(level)}`}>
                  {level === null ? (
                    <>
                      <span aria-hidden="true">–</span>
                      <span class="sr">{said.notSeen}</span>
                    </>
                  ) : (
                    level
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{said.whole}</th>
            {concepts.map(({ concept, mean }) => (
              <td key={concept}>{Math.round(mean)}</td>
            ))}
          </tr>
        </tfoot>
      </table>
    </Scroll>
  );
}

function Foot({ grid }: { grid: Grid }) {
  const weakest = grid.concepts.at(-1);
  if (weakest === undefined) return null;
  return <p class="heat-foot">{words.value.weakest(weakest.name, percent(weakest.mean))}</p>;
}

type RiskKind = keyof ClassWords['risk']['kinds'];
const isRisk = (kind: string, kinds: ClassWords['risk']['kinds']): kind is RiskKind => kind in kinds;

function Risks({ all }: { all: readonly LearnerRow[] }) {
  const said = words.value.risk;
  const atRisk = all.filter(({ risks }) => risks.length > 0);
  return (
    <section class="card side-card" aria-labelledby="h-risk">
      <div class="sec-head">
        <h2 id="h-risk">{said.title}</h2>
        <span class="small muted num">{atRisk.length}</span>
      </div>
      {atRisk.length === 0 ? (
        <p class="muted small">{said.none}</p>
      ) : (
        <ul class="risk">
          {atRisk.map(({ id, name, risks }) => (
            <li key={id}>
              <Avatar name={name} />
              <div class="grow">
                <b dir="auto">{name}</b>
                {risks.map(({ kind, detail }) => (
                  <p key={kind} class="small muted">
                    {isRisk(kind, said.kinds) ? said.kinds[kind] : kind}: {detail}
                  </p>
                ))}
                <a class="link small" href={`/class/${id}`}>
                  {said.see}
                </a>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type Activity = Extract<FeedFrame, { event: 'session:activity' }>['data'];

/** What the feed has told since this page was opened, the latest of each lesson. */
function Live() {
  const said = words.value.live;
  const now = useSignal<readonly Activity[]>([]);
  useEffect(
    () =>
      listen({
        hear: (frame) => {
          if (frame.event !== 'session:activity') return;
          const { data } = frame;
          now.value = [data, ...now.peek().filter(({ sessionId }) => sessionId !== data.sessionId)].slice(
            0,
            12,
          );
          if (data.activity === 'completed') void learners.reload();
        },
        missed: () => void learners.reload(),
      }),
    [],
  );
  const saidOf = (activity: string) =>
    activity === 'started' || activity === 'active' || activity === 'completed' || activity === 'flagged'
      ? said[activity]
      : activity;
  return (
    <section class="card side-card" aria-labelledby="h-live">
      <h2 id="h-live">{said.title}</h2>
      {now.value.length === 0 ? (
        <p class="muted small">{said.none}</p>
      ) : (
        <ul class="risk" aria-live="polite">
          {now.value.map(({ sessionId, learnerName = '', activity }) => (
            <li key={sessionId}>
              <Avatar name={learnerName} />
              <div class="grow">
                <b dir="auto">{learnerName}</b> <span class="muted">{saidOf(activity)}</span>
                <br />
                <a class="link small" href={`/lessons/${sessionId}`} aria-label={said.look(learnerName)}>
                  {said.lookShort}
                </a>
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
