import type { ComponentChildren } from 'preact';
import { Button } from '../parts/button.tsx';
import { csvOf } from '../parts/csv.ts';
import { download } from '../parts/download.ts';
import { Scroll } from '../parts/scroll.tsx';
import { words } from '../words/analytics.ts';

export type Cell = { show: ComponentChildren; value: string | number };

/** A cell that is shown as it is taken along. */
export const plain = (value: string | number): Cell => ({ show: value, value });

/** Numbers as a table, the first column naming the row, and the same numbers as a file. */
export function Table({
  name,
  columns,
  rows,
}: {
  /** Of the file and, for screen readers, of the table. */
  name: string;
  columns: readonly string[];
  rows: readonly { key: string; cells: readonly Cell[] }[];
}) {
  return (
    <div class="stack">
      <Scroll class="scroll-x" label={`${name}: ${columns.join(', ')}`}>
        <table class="plain-table">
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells: [first, ...rest] }) => (
              <tr key={key}>
                <th scope="row" dir="auto">
                  {first?.show}
                </th>
                {rest.map((cell, i) => (
                  <td key={i} class="num">
                    {cell.show}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
      <div>
        <Button
          kind="bare"
          icon="download"
          onClick={() =>
            download(
              `${name}.csv`,
              'text/csv',
              csvOf([columns, ...rows.map(({ cells }) => cells.map(({ value }) => value))]),
            )
          }
        >
          {words.value.cost.csv}
        </Button>
      </div>
    </div>
  );
}
