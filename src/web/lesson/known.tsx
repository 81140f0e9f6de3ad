import { useComputed } from '@preact/signals';
import type { ProgressData } from '../../tutoring/protocol.ts';
import { masteryStep } from '../parts/mastery.ts';
import { Meter } from '../parts/meter.tsx';
import { words } from '../words/lesson.ts';
import { percent } from '../words/numbers.ts';
import { parts } from '../words/parts.ts';
import { told } from '../words/told.ts';
import { useRoom } from './room.ts';

/** One concept's standing in a lesson, and all that has moved it there, latest first. */
type KnownConcept = ProgressData & { trail: readonly string[] };

/** What the learner knows of what this lesson is about, moving as evidence comes in; each opens to that evidence. */
export function Known() {
  const { talk, isReadOnly } = useRoom();
  const said = words.value.mastery;
  const { empty, key } = isReadOnly.value ? said.theirs : said;
  const events = useComputed(() => talk.lesson.value.events);
  const known = useComputed(() => {
    const found = new Map<string, KnownConcept>();
    for (const { event, data } of events.value) {
      if (event !== 'session:progress:updated') continue;
      const before = found.get(data.concept)?.trail ?? [];
      found.set(data.concept, { ...data, trail: [data.evidence, ...before] });
    }
    return [...found.values()];
  });
  const gaps = events.value.findLast(({ event }) => event === 'session:progress:updated');
  const open = new Set(gaps?.event === 'session:progress:updated' ? gaps.data.knowledgeGaps : []);
  if (known.value.length === 0) return <p class="small muted">{empty}</p>;
  return (
    <>
      <ul class="mast">
        {known.value.map(({ concept, name, masteryLevel, low, high, trail }) => (
          <li key={concept}>
            <details>
              <summary class="mast-row" title={said.why(name)}>
                <span class="ellipsis">{name}</span>
                {open.has(concept) && <span class="tag">{said.gap}</span>}
                <span class="lvl">
                  {parts.value.mastery.steps[masteryStep(masteryLevel)]} · {percent(masteryLevel)}
                </span>
                <Meter name={name} level={masteryLevel} low={low} high={high} />
              </summary>
              <ol class="mast-why small muted">
                {trail.map((evidence, i) => (
                  <li key={trail.length - i}>{told.value.sentence(evidence)}</li>
                ))}
              </ol>
            </details>
          </li>
        ))}
      </ul>
      <p class="tiny muted mast-key">{key}</p>
    </>
  );
}
