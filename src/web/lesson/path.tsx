import { useComputed } from '@preact/signals';
import { words } from '../words/lesson.ts';
import { useRoom } from './room.ts';
import { stepsOf } from './steps.ts';

/** Height of a step, pixels; the picture beside the names is drawn by it. */
const STEP = 44;
const HERE_X = 12;
const BRANCH_X = 34;

/** The way so far and the ways on: solid where one has been, hollow where one can go. The picture only repeats the list. */
export function Path() {
  const { talk, sheet, isReadOnly } = useRoom();
  const said = words.value.path;
  const { here: hereSaid, empty } = isReadOnly.value ? said.theirs : said;
  const steps = useComputed(() => stepsOf(talk.lesson.value));
  const choices = talk.lesson.value.session?.currentNode?.choices ?? [];
  if (steps.value.length === 0) return <p class="small muted">{empty}</p>;
  const canGo =
    !isReadOnly.value &&
    talk.lesson.value.session?.completedAt === null &&
    talk.outbox.value.every(({ frame }) => frame.event !== 'session:choice');
  const here = steps.value.length - 1;
  const y = (i: number) => i * STEP + STEP / 2;
  const x = (i: number) => (i % 2 === 0 ? HERE_X : BRANCH_X);
  const height = (steps.value.length + choices.length) * STEP;
  return (
    <div class="map">
      <svg viewBox={`0 0 44 ${height}`} width="44" height={height} aria-hidden="true">
        {here > 0 && <path class="edge done" d={`M${HERE_X} ${y(0)}V${y(here)}`} />}
        {choices.map(({ id }, i) => {
          const to = y(here + 1 + i);
          return (
            <path
              key={id}
              class="edge"
              d={`M${HERE_X} ${y(here)}C${HERE_X} ${to - 20} ${x(i)} ${y(here) + 26} ${x(i)} ${to}`}
            />
          );
        })}
        {steps.value.map((step, i) =>
          i === here ? (
            <g key={step.key}>
              <circle cx={HERE_X} cy={y(i)} r="11" class="dot-ring" />
              <circle cx={HERE_X} cy={y(i)} r="5.5" class="dot-done" />
            </g>
          ) : (
            <g key={step.key}>
              <circle cx={HERE_X} cy={y(i)} r="8.5" class="dot-done" />
              <path class="tick" d={`m${HERE_X - 3.7} ${y(i) + 0.3} 2.7 2.6 4.7-5.4`} />
            </g>
          ),
        )}
        {choices.map(({ id }, i) => (
          <circle key={id} cx={x(i)} cy={y(here + 1 + i)} r="8" class="dot-open" />
        ))}
      </svg>
      <ol>
        {steps.value.map((step, i) => (
          <li key={step.key} aria-current={i === here ? 'step' : undefined}>
            <span class="two-lines" title={step.title ?? undefined}>
              {step.title ?? (i === 0 ? said.start : words.value.untitled)}
            </span>
            <span class="sr">, {i === here ? hereSaid : said.done}</span>
          </li>
        ))}
        {choices.map(({ id, text }) => (
          <li key={id} class="muted">
            <button
              type="button"
              class="map-go"
              title={text}
              disabled={!canGo}
              onClick={() => {
                sheet.value = null;
                talk.tell({ event: 'session:choice', data: { choiceId: id } });
              }}
            >
              <span class="two-lines">{text}</span>
              <span class="sr">, {said.open}</span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}
