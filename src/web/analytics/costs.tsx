import { costs, type GroupBy } from '../api/insight.ts';
import { useResource } from '../api/resource.ts';
import type { CostsView } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { BarChart } from '../parts/chart.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { useQuery } from '../shell/query.ts';
import { words } from '../words/analytics.ts';
import { day, dollars, number, percent } from '../words/numbers.ts';
import { Figure } from './analytics.tsx';
import { plain, Table } from './table.tsx';

const GROUPS = ['day', 'model', 'task', 'learner'] as const satisfies readonly GroupBy[];

/** What models cost, by whatever one asks, with the cap and where the month is going. */
export function Costs({ from }: { from: string }) {
  const said = words.value.cost;
  const { query, set } = useQuery();
  const groupBy: GroupBy = GROUPS.find((one) => one === query['by']) ?? 'day';
  const view = useResource(costs(groupBy)(from));
  return (
    <section class="card ana-card ana-wide" aria-labelledby="h-cost">
      <div class="row wrap">
        <h2 id="h-cost" class="grow">
          {said.title}
        </h2>
        <Segmented
          legend={said.by}
          value={groupBy}
          segments={GROUPS.map((value) => ({ value, name: said.groups[value] }))}
          onChange={(value) => set({ by: value === 'day' ? undefined : value })}
        />
      </div>
      <Shown of={view}>
        {(value) => (
          <>
            <Month month={value.month} />
            {value.totalUsd === 0 && value.items.every(({ calls }) => calls === 0) ? (
              <p class="muted">{said.none}</p>
            ) : groupBy === 'day' ? (
              <BarChart
                title={said.chart}
                what={said.usd}
                rows={value.items.map(({ key, usd }) => ({ label: day(key ?? from), value: usd }))}
                format={dollars}
              />
            ) : (
              <ByGroup items={value.items} heading={said.groups[groupBy]} />
            )}
          </>
        )}
      </Shown>
    </section>
  );
}

function Month({ month: { spentUsd, capUsd, forecastUsd } }: { month: CostsView['month'] }) {
  const said = words.value.cost;
  const used = capUsd === null || capUsd === 0 ? 0 : Math.min(100, (100 * spentUsd) / capUsd);
  return (
    <div class="stack">
      <dl class="figures">
        <Figure
          name={said.month}
          value={dollars(spentUsd)}
          note={capUsd === null ? said.noCap : said.cap(capUsd)}
        />
      </dl>
      {capUsd !== null && (
        <div class="cap" role="img" aria-label={percent(used)}>
          <i class={used >= 80 ? 'cap-high' : undefined} style={{ inlineSize: `${used}%` }} />
        </div>
      )}
      <p class="small muted">
        {said.forecast(forecastUsd)}.{' '}
        <a class="link" href="/settings">
          {said.setCap}
        </a>
      </p>
    </div>
  );
}

function ByGroup({ items, heading }: { items: CostsView['items']; heading: string }) {
  const said = words.value.cost;
  const rows = items
    .toSorted((a, b) => b.usd - a.usd)
    .map(({ key, name, calls, usd }) => ({
      key: key ?? '',
      cells: [
        plain(name ?? key ?? said.nobody),
        { show: number(calls), value: calls },
        { show: dollars(usd), value: usd },
      ],
    }));
  return <Table name={said.title} columns={[heading, said.calls, said.usd]} rows={rows} />;
}
