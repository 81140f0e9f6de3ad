import { scaleBand, scaleLinear } from 'd3-scale';
import { area, curveMonotoneX, line } from 'd3-shape';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { parts } from '../words/parts.ts';
import { Button } from './button.tsx';
import { csvOf } from './csv.ts';
import { download } from './download.ts';
import { Scroll } from './scroll.tsx';
import './chart.css';

/** Charts that are also tables: who cannot see the picture reads the same numbers, and anybody takes them along. */

export type Row = { label: string; value: number | null };

type ChartProps = {
  title: string;
  /** What the values are, as the table's second column. */
  what: string;
  rows: readonly Row[];
  format: (value: number) => string;
  /** The top of the scale, where it is known; else the largest value. */
  max?: number;
  children?: ComponentChildren;
};

const HEIGHT = 150;
const LABELS = 18;
const TICKS = 3;
/** Room for the scale's numbers at the end, and for each of their characters, pixels. */
const LEAST_GUTTER = 44;
const CHARACTER = 7;

const gutterFor = (y: ReturnType<typeof scaleLinear<number>>, format: (value: number) => string): number =>
  Math.max(LEAST_GUTTER, ...y.ticks(TICKS).map((tick) => (format(tick).length + 2) * CHARACTER));

function useWidth(): { width: number; box: { current: HTMLDivElement | null } } {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(600);
  useEffect(() => {
    if (box.current === null) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setWidth(Math.max(160, entry.contentRect.width));
    });
    observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return { width, box };
}

const topOf = (rows: readonly Row[], max: number | undefined): number =>
  max ?? Math.max(1, ...rows.map(({ value }) => value ?? 0));

/** One bar a row, oldest first. */
export function BarChart(props: ChartProps) {
  const { rows, format, max } = props;
  const { width, box } = useWidth();
  const y = scaleLinear()
    .domain([0, topOf(rows, max)])
    .range([HEIGHT - LABELS, 6])
    .nice(TICKS);
  const end = width - gutterFor(y, format);
  const x = scaleBand<number>()
    .domain(rows.map((_, i) => i))
    .range([0, end])
    .paddingInner(0.25);
  return (
    <Frame {...props}>
      <div ref={box}>
        <svg class="chart" width={width} height={HEIGHT} aria-hidden="true">
          <Grid y={y} width={width} end={end} format={format} />
          {rows.map(({ label, value }, i) => (
            <rect
              key={label}
              class="chart-bar"
              x={x(i)}
              y={y(value ?? 0)}
              width={Math.max(1, x.bandwidth())}
              height={Math.max(0, y(0) - y(value ?? 0))}
              rx="2"
            >
              <title>{`${label}: ${value === null ? '–' : format(value)}`}</title>
            </rect>
          ))}
          <Ends rows={rows} end={end} />
        </svg>
      </div>
    </Frame>
  );
}

/** A line through the rows that have a value. */
export function LineChart(props: ChartProps) {
  const { rows, format, max } = props;
  const { width, box } = useWidth();
  const y = scaleLinear()
    .domain([0, topOf(rows, max)])
    .range([HEIGHT - LABELS, 6])
    .nice(TICKS);
  const end = width - gutterFor(y, format);
  const x = scaleLinear()
    .domain([0, Math.max(1, rows.length - 1)])
    .range([2, end - 2]);
  const points = rows.flatMap(({ value }, i): [number, number][] =>
    value === null ? [] : [[x(i), y(value)]],
  );
  const path = line().curve(curveMonotoneX)(points) ?? '';
  const fill = area().curve(curveMonotoneX).y0(y(0))(points) ?? '';
  return (
    <Frame {...props}>
      <div ref={box}>
        <svg class="chart" width={width} height={HEIGHT} aria-hidden="true">
          <Grid y={y} width={width} end={end} format={format} />
          <path class="chart-area" d={fill} />
          <path class="chart-line" d={path} />
          {points.map(([cx, cy]) => (
            <circle key={cx} class="chart-dot" cx={cx} cy={cy} r="2.5" />
          ))}
          <Ends rows={rows} end={end} />
        </svg>
      </div>
    </Frame>
  );
}

function Grid({
  y,
  width,
  end,
  format,
}: {
  y: ReturnType<typeof scaleLinear<number>>;
  width: number;
  end: number;
  format: (value: number) => string;
}) {
  return (
    <>
      {y.ticks(TICKS).map((tick) => (
        <g key={tick}>
          <path class="chart-grid" d={`M0 ${y(tick)}H${end}`} />
          <text class="chart-text" x={width} y={y(tick) + 4} text-anchor="end">
            {format(tick)}
          </text>
        </g>
      ))}
    </>
  );
}

/** The first and the last label; what lies between can be told. */
const Ends = ({ rows, end }: { rows: readonly Row[]; end: number }) => (
  <>
    <text class="chart-text" x="0" y={HEIGHT - 3}>
      {rows[0]?.label}
    </text>
    <text class="chart-text" x={end} y={HEIGHT - 3} text-anchor="end">
      {rows.length > 1 ? rows.at(-1)?.label : ''}
    </text>
  </>
);

/** The title above, the numbers as a table and a file below. */
function Frame({ title, what, rows, format, children }: ChartProps) {
  const said = parts.value.chart;
  return (
    <figure class="chart-frame">
      <figcaption>
        <h3>{title}</h3>
      </figcaption>
      {children}
      <details>
        <summary class="small link">{said.table}</summary>
        <Scroll class="chart-table" label={title}>
          <table>
            <thead>
              <tr>
                <th scope="col">{said.when}</th>
                <th scope="col">{what}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(({ label, value }) => (
                <tr key={label}>
                  <th scope="row">{label}</th>
                  <td class="num">{value === null ? '–' : format(value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scroll>
        <Button
          kind="bare"
          icon="download"
          onClick={() =>
            download(
              `${title}.csv`,
              'text/csv',
              csvOf([[said.when, what], ...rows.map(({ label, value }) => [label, value ?? ''])]),
            )
          }
        >
          {said.csv}
        </Button>
      </details>
    </figure>
  );
}
