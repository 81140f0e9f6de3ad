import { itemReports, pathReport } from '../api/insight.ts';
import { useResource } from '../api/resource.ts';
import { Shown } from '../api/shown.tsx';
import { type AnalyticsWords, words } from '../words/analytics.ts';
import { list, number, percent } from '../words/numbers.ts';
import { Figure } from './analytics.tsx';
import { plain, Table } from './table.tsx';

/** More rows than anybody reads at once. */
const MOST = 50;

type Flags = AnalyticsWords['items']['flags'];
const isFlag = (flag: string, flags: Flags): flag is keyof Flags => flag in flags;

/** Which questions tell little, and why. */
export function Items() {
  const said = words.value.items;
  const reports = useResource(itemReports);
  const flagsOf = (flags: readonly string[]) =>
    list(flags.map((flag) => (isFlag(flag, said.flags) ? said.flags[flag] : flag)));
  return (
    <section class="card ana-card ana-wide" aria-labelledby="h-items">
      <h2 id="h-items">{said.title}</h2>
      <Shown of={reports} lines={3}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="muted">{said.none}</p>
          ) : (
            <Table
              name={said.title}
              columns={[said.question, said.answers, said.right, said.tells, said.look]}
              rows={items.slice(0, MOST).map((item) => ({
                key: item.itemId,
                cells: [
                  plain(item.question ?? item.itemId),
                  { show: number(item.answers), value: item.answers },
                  { show: percent(100 * item.difficulty), value: item.difficulty },
                  item.discrimination === null
                    ? plain('–')
                    : {
                        show: number(item.discrimination, { maximumFractionDigits: 2 }),
                        value: item.discrimination,
                      },
                  plain(flagsOf(item.flags)),
                ],
              }))}
            />
          )
        }
      </Shown>
    </section>
  );
}

/** Where learners go, turn back and leave. */
export function Paths() {
  const said = words.value.paths;
  const report = useResource(pathReport);
  return (
    <section class="card ana-card ana-wide" aria-labelledby="h-paths">
      <h2 id="h-paths">{said.title}</h2>
      <Shown of={report} lines={3}>
        {({ nodes, completed, medianLength }) =>
          nodes.length === 0 ? (
            <p class="muted">{said.none}</p>
          ) : (
            <>
              <dl class="figures">
                <Figure name={said.completed} value={completed === null ? '–' : percent(100 * completed)} />
                <Figure name={said.length} value={medianLength === null ? '–' : number(medianLength)} />
              </dl>
              <Table
                name={said.title}
                columns={[said.node, said.visits, said.revisits, said.left]}
                rows={nodes.slice(0, MOST).map(({ nodeId, title, visits, revisits, left }) => ({
                  key: nodeId,
                  cells: [plain(title), plain(visits), plain(revisits), plain(left)],
                }))}
              />
            </>
          )
        }
      </Shown>
    </section>
  );
}
