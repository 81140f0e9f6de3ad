import { useMemo } from 'preact/hooks';
import { analytics } from '../api/insight.ts';
import { useResource } from '../api/resource.ts';
import type { AnalyticsView } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { BarChart, LineChart } from '../parts/chart.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { useQuery } from '../shell/query.ts';
import { useTitle } from '../shell/title.ts';
import { person } from '../who/person.ts';
import { words } from '../words/analytics.ts';
import { day, number, percent } from '../words/numbers.ts';
import { Costs } from './costs.tsx';
import { Items, Paths } from './reports.tsx';
import { plain, Table } from './table.tsx';
import './analytics.css';

const PERIODS = ['7', '30', '90'] as const;
const DAY_MS = 86_400_000;
const MOST_VIEWED = 8;

/** Engagement, content, mastery and money over a time. */
export function AnalyticsPage() {
  const said = words.value;
  useTitle(said.title);
  const { query, set } = useQuery();
  const period = PERIODS.find((one) => one === query['days']) ?? '30';
  // Whole days, so that the same period is the same question.
  const from = useMemo(
    () => new Date(Math.floor(Date.now() / DAY_MS) * DAY_MS - (Number(period) - 1) * DAY_MS).toISOString(),
    [period],
  );
  const view = useResource(analytics(from));
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{said.title}</h1>
          <p>{said.lead}</p>
        </div>
        <Segmented
          legend={said.period}
          value={period}
          segments={PERIODS.map((value) => ({ value, name: said.days(Number(value)) }))}
          onChange={(value) => set({ days: value === '30' ? undefined : value })}
        />
      </header>
      <div class="ana">
        <Shown of={view} lines={6}>
          {(value) => (
            <>
              <Engagement {...value.engagement} />
              <Content {...value.content} />
              <Mastery {...value.mastery} />
            </>
          )}
        </Shown>
        <Items />
        <Paths />
        {person.value?.role === 'admin' && <Costs from={from} />}
      </div>
    </>
  );
}

export const Figure = ({ name, value, note }: { name: string; value: string; note?: string | undefined }) => (
  <div class="figure">
    <dt class="small muted">{name}</dt>
    <dd>
      <b class="num">{value}</b>
      {note !== undefined && <span class="small muted"> {note}</span>}
    </dd>
  </div>
);

function Engagement({
  activeLearners,
  sessions,
  completedSessions,
  messages,
  minutes,
  byDay,
}: AnalyticsView['engagement']) {
  const said = words.value.engagement;
  return (
    <section class="card ana-card">
      <h2>{said.title}</h2>
      <dl class="figures">
        <Figure name={said.learners} value={number(activeLearners)} />
        <Figure name={said.sessions} value={number(sessions)} note={said.completed(completedSessions)} />
        <Figure name={said.messages} value={number(messages)} />
        <Figure name={said.minutes} value={number(minutes)} />
      </dl>
      {messages === 0 ? (
        <p class="muted">{said.none}</p>
      ) : (
        <BarChart
          title={said.chart}
          what={said.messages}
          rows={byDay.map((row) => ({ label: day(row.day), value: row.messages }))}
          format={(value) => number(value)}
        />
      )}
    </section>
  );
}

function Content({ documents, nuggets, mostViewed }: AnalyticsView['content']) {
  const said = words.value.content;
  return (
    <section class="card ana-card">
      <h2>{said.title}</h2>
      <dl class="figures">
        <Figure name={said.documents} value={number(documents)} />
        <Figure name={said.nuggets} value={number(nuggets.total)} note={said.published(nuggets.published)} />
      </dl>
      <h3>{said.viewed}</h3>
      {mostViewed.length === 0 ? (
        <p class="muted">{said.none}</p>
      ) : (
        <Table
          name={said.viewed}
          columns={[said.nugget, said.views, said.learners]}
          rows={mostViewed.slice(0, MOST_VIEWED).map(({ nuggetId, title, views, learners }) => ({
            key: nuggetId,
            cells: [
              {
                show: <a href={`/nuggets/${nuggetId}`}>{title ?? said.untitled}</a>,
                value: title ?? said.untitled,
              },
              { show: number(views), value: views },
              { show: number(learners), value: learners },
            ],
          }))}
        />
      )}
    </section>
  );
}

function Mastery({ attempts, averageScore, byDay, concepts }: AnalyticsView['mastery']) {
  const said = words.value.mastery;
  return (
    <section class="card ana-card ana-wide">
      <h2>{said.title}</h2>
      <dl class="figures">
        <Figure name={said.attempts} value={number(attempts)} />
        <Figure name={said.score} value={averageScore === null ? '–' : percent(100 * averageScore)} />
      </dl>
      {attempts === 0 ? (
        <p class="muted">{said.none}</p>
      ) : (
        <LineChart
          title={said.chart}
          what={said.score}
          rows={byDay.map((row) => ({
            label: day(row.day),
            value: row.averageScore === null ? null : 100 * row.averageScore,
          }))}
          format={percent}
          max={100}
        />
      )}
      {concepts.length > 0 && (
        <Table
          name={said.title}
          columns={[said.concept, said.learners, said.level, said.mastered, said.gaps]}
          rows={concepts.map((row) => ({
            key: row.concept,
            cells: [
              plain(row.name),
              { show: number(row.learners), value: row.learners },
              { show: percent(row.averageLevel), value: row.averageLevel },
              { show: number(row.mastered), value: row.mastered },
              { show: number(row.gaps), value: row.gaps },
            ],
          }))}
        />
      )}
    </section>
  );
}
