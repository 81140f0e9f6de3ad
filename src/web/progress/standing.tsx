import { curveMonotoneX, line } from 'd3-shape';
import type { ComponentChildren } from 'preact';
import { useId, useState } from 'preact/hooks';
import type { ConceptStanding } from '../api/shapes.ts';
import { Icon } from '../parts/icon.tsx';
import { masteryStep } from '../parts/mastery.ts';
import { Meter } from '../parts/meter.tsx';
import { percent } from '../words/numbers.ts';
import { parts } from '../words/parts.ts';
import { words } from '../words/progress.ts';
import { told } from '../words/told.ts';
import '../parts/chart.css';
import './standing.css';

/** An interval this wide says that little is known yet, in levels 0–100. */
const UNSURE = 50;
const BOX = { width: 560, height: 150 };
const DAY_MS = 86_400_000;

/** Concepts with their estimates; each opens to its history, its forecast and the evidence behind it. */
export const Standing = ({
  concepts,
  gaps,
  act,
}: {
  concepts: readonly ConceptStanding[];
  gaps: ReadonlySet<string>;
  /** What may be done about a concept, below its evidence. */
  act?: (concept: ConceptStanding) => ComponentChildren;
}) => (
  <ul class="card standing">
    {concepts.map((concept) => (
      <Concept key={concept.concept} concept={concept} isGap={gaps.has(concept.concept)} act={act} />
    ))}
  </ul>
);

function Concept({
  concept,
  isGap,
  act,
}: {
  concept: ConceptStanding;
  isGap: boolean;
  act: ((concept: ConceptStanding) => ComponentChildren) | undefined;
}) {
  const said = words.value;
  const [isOpen, open] = useState(false);
  const inside = useId();
  const { name, masteryLevel, low, high, evidenceCount, lastUpdated } = concept;
  return (
    <li>
      <button
        type="button"
        class="stand"
        aria-expanded={isOpen}
        aria-controls={inside}
        onClick={() => open(!isOpen)}
      >
        <span class="stand-name">
          <b dir="auto">{name}</b>
          {isGap && <span class="tag">{said.gap}</span>}
          <span class="small muted">
            {high - low > UNSURE ? said.few : said.answers(evidenceCount)}
            {lastUpdated !== null && `, ${said.seen(lastUpdated)}`}
          </span>
        </span>
        <Meter name={name} level={masteryLevel} low={low} high={high} />
        <span class="lvl stand-level">
          {parts.value.mastery.steps[masteryStep(masteryLevel)]} · {percent(masteryLevel)}
        </span>
        <Icon name="chevron-down" small />
      </button>
      {isOpen && (
        <div class="stand-in" id={inside}>
          <div>
            <Chart concept={concept} />
            <p class="small muted">
              {concept.daysAboveThreshold === null ? said.lasts : said.fades(concept.daysAboveThreshold)}
            </p>
          </div>
          <div class="stack">
            <p>
              <b>{said.evidence}</b>
            </p>
            <ol class="trail">
              {[...concept.history]
                .reverse()
                .map(({ at, masteryLevel: level, change, attemptId, evidence }) => (
                  <li key={attemptId}>
                    <time class="small muted" dateTime={at}>
                      {said.at(at)}
                    </time>
                    <span class="grow">{told.value.sentence(evidence)}</span>
                    <span class="num nowrap">
                      {percent(level)} <span class="muted">({said.change(change)})</span>
                    </span>
                  </li>
                ))}
            </ol>
            {act !== undefined && <div>{act(concept)}</div>}
          </div>
        </div>
      )}
    </li>
  );
}

/** Room for the days below, and for the levels at the end. */
const GUTTER = { below: 20, end: 44 };
const LEVELS = [0, 50, 85, 100];
/** Days closer than this would be written over each other. */
const APART = 70;

/** The way so far as a line, the way without review dotted; the numbers stand in the list below and in its title. */
function Chart({ concept }: { concept: ConceptStanding }) {
  const said = words.value;
  const now = Date.now();
  const past = concept.history.map(({ at, masteryLevel }) => ({ t: Date.parse(at), level: masteryLevel }));
  const ahead = concept.forecast
    .filter(({ inDays }) => inDays <= 30)
    .map(({ inDays, masteryLevel }) => ({ t: now + inDays * DAY_MS, level: masteryLevel }));
  const times = [...past, ...ahead].map(({ t }) => t);
  const [from, to] = [Math.min(...times, now - DAY_MS), Math.max(...times, now + DAY_MS)];
  const x = (t: number) => ((t - from) / (to - from)) * (BOX.width - GUTTER.end - 8) + 4;
  const y = (level: number) => 6 + (1 - level / 100) * (BOX.height - GUTTER.below - 12);
  const draw = line<{ t: number; level: number }>()
    .x(({ t }) => x(t))
    .y(({ level }) => y(level))
    .curve(curveMonotoneX);
  const label = [
    said.history,
    ...concept.forecast.map(
      ({ inDays, masteryLevel }) =>
        `${inDays === 0 ? said.today : said.inDays(inDays)} ${percent(masteryLevel)}`,
    ),
  ].join(', ');
  const first = past[0]?.t;
  return (
    <svg class="stand-chart" viewBox={`0 0 ${BOX.width} ${BOX.height}`} role="img" aria-label={label}>
      {LEVELS.map((level) => (
        <g key={level}>
          <path
            class={level === 85 ? 'chart-strong' : 'chart-grid'}
            d={`M0 ${y(level)}H${BOX.width - GUTTER.end}`}
          />
          {level > 0 && (
            <text class="chart-text" x={BOX.width} y={y(level) + 4} text-anchor="end">
              {percent(level)}
            </text>
          )}
        </g>
      ))}
      <path class="chart-line" d={draw([...past, ...ahead.slice(0, 1)]) ?? ''} />
      <path class="chart-ahead" d={draw(ahead) ?? ''} />
      {past.map(({ t, level }) => (
        <circle key={t} class="chart-dot" cx={x(t)} cy={y(level)} r="3.5" />
      ))}
      {first !== undefined && x(now) - x(first) > APART && (
        <Day x={x(first)} name={said.at(concept.history[0]?.at ?? '')} />
      )}
      <Day x={x(now)} name={said.today} />
      {ahead.length > 1 && <Day x={BOX.width - GUTTER.end} name={said.inDays(30)} isEnd />}
    </svg>
  );
}

const Day = ({ x, name, isEnd }: { x: number; name: string; isEnd?: boolean }) => (
  <text
    class="chart-text"
    x={isEnd ? x : Math.max(0, x - 4)}
    y={BOX.height - 4}
    text-anchor={isEnd ? 'end' : 'start'}
  >
    {name}
  </text>
);
