import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { learners } from '../api/class.ts';
import { type FeedFrame, listen } from '../api/feed.ts';
import { useResource } from '../api/resource.ts';
import type { LearnerRow } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { Avatar } from '../parts/avatar.tsx';
import { Button, ButtonLink } from '../parts/button.tsx';
import { csvOf } from '../parts/csv.ts';
import { download } from '../parts/download.ts';
import { masteryRank } from '../parts/mastery.ts';
import { Scroll } from '../parts/scroll.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { Empty } from '../parts/states.tsx';
import { useQuery } from '../shell/query.ts';
import { useTitle } from '../shell/title.ts';
import { person } from '../who/person.ts';
import { type ClassWords, words } from '../words/class.ts';
import { percent } from '../words/numbers.ts';
import { conceptCount, type Grid, gridOf, type Level, type Order } from './heat.ts';
import { riskText } from './risk.ts';
import './class.css';

/** As many columns as a desk's width shows at once. */
const COLUMNS = 9;

/** Who is where: the class as one picture, who may need somebody, and who is learning now. */
export function ClassPage() {
  const said = words.value;
  useTitle(said.title);
  const all = useResource(learners);
  return (
    <>
      {all.value.value === undefined && (
        <header class="page-head">
          <h1>{said.title}</h1>
        </header>
      )}
      <Shown of={all} lines={8}>
        {(list) => (
          <Picture all={list.filter(({ role, masteryMap }) => role === 'learner' || masteryMap.length > 0)} />
        )}
      </Shown>
    </>
  );
}

function Picture({ all }: { all: readonly LearnerRow[] }) {
  const said = words.value;
  const { query, set } = useQuery();
  const order = ORDERS.find((one) => one === query['order']) ?? 'mastery';
  const isWhole = useSignal(false);
  const total = conceptCount(all);
  const grid = gridOf(all, order, isWhole.value ? total : COLUMNS);
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{said.title}</h1>
          <p>{said.lead(all.length)}</p>
        </div>
        <Segmented
          legend={said.sort}
          value={order}
          segments={[
            { value: 'mastery', name: said.sorts.mastery },
            { value: 'name', name: said.sorts.name },
          ]}
          onChange={(value) => set({ order: value === 'mastery' ? undefined : value })}
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
            <Empty
              title={said.none}
              actions={
                person.value?.role === 'admin' && (
                  <ButtonLink kind="pen" icon="plus" href="/people">
                    {said.invite}
                  </ButtonLink>
                )
              }
            >
              {said.noneText}
            </Empty>
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

const ORDERS = ['mastery', 'name'] as const satisfies readonly Order[];

const sheetOf = ({ concepts, rows }: Grid, said: ClassWords): string =>
  csvOf([
    [said.learner, ...concepts.map(({ name }) => name)],
    ...rows.map(({ learner, levels }) => [learner.name, ...levels.map((one) => one?.level ?? '')]),
  ]);

function Key() {
  return (
    <ul class="key" aria-hidden="true">
      <li>
        <i class="c0">–</i> {words.value.notSeen}
      </li>
      <li>
        <i class="c4 few">47</i> {words.value.fewAnswers}
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
                <a class="ellipsis" href={`/class/${learner.id}`} title={learner.name} dir="auto">
                  {learner.name}
                </a>
              </th>
              {levels.map((one, i) => (
                <Cell key={concepts[i]?.concept} of={one} />
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

function Cell({ of }: { of: Level | null }) {
  const said = words.value;
  if (of === null) {
    return (
      <td class="c0">
        <span aria-hidden="true">–</span>
        <span class="sr">{said.notSeen}</span>
      </td>
    );
  }
  return (
    <td class={`c${masteryRank(of.level)}${of.fewAnswers ? ' few' : ''}`}>
      {of.level}
      {of.fewAnswers && <span class="sr">, {said.fewAnswers}</span>}
    </td>
  );
}

function Foot({ grid }: { grid: Grid }) {
  const weakest = grid.concepts.at(-1);
  if (weakest === undefined) return null;
  return (
    <p class="heat-foot">
      <b dir="auto">{weakest.name}</b> {words.value.weakest(percent(weakest.mean))}
    </p>
  );
}

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
                {risks.map((risk) => (
                  <p key={risk.kind} class="small muted">
                    {riskText(risk)}
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
          const before = now.peek().find(({ sessionId }) => sessionId === data.sessionId);
          const wasFlagged = before?.activity === 'flagged';
          // What was flagged stays while the lesson goes on, until somebody has had time to look.
          const activity = wasFlagged && data.activity === 'active' ? 'flagged' : data.activity;
          now.value = [{ ...data, activity }, ...now.peek().filter((one) => one !== before)].slice(0, 12);
          // By the next word of its lesson it is among those who may need somebody, too.
          if (data.activity === 'completed' || wasFlagged) void learners.reload();
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
