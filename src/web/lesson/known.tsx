import { useComputed } from '@preact/signals';
import { get } from '../api/client.ts';
import { resources, useResource } from '../api/resource.ts';
import { masteryStep } from '../parts/mastery.ts';
import { Meter } from '../parts/meter.tsx';
import { words } from '../words/lesson.ts';
import { percent } from '../words/numbers.ts';
import { parts } from '../words/parts.ts';
import { useRoom } from './room.ts';

/** One concept's standing in a session. */
type KnownConcept = {
  concept: string;
  name: string;
  masteryLevel: number;
  /** The 80 % interval of the estimate, 0–100, where there is enough to tell. */
  low?: number;
  high?: number;
};

const progressOf = resources((sessionId) =>
  get<{ concepts: readonly KnownConcept[] }>(`/api/learning/sessions/${sessionId}/progress`),
);

/** What the learner knows of what this lesson is about, moving as evidence comes in. */
export function Known() {
  const { talk, sessionId } = useRoom();
  const said = words.value.mastery;
  const progress = useResource(progressOf(sessionId));
  const concepts = useComputed(() => {
    const found = new Map((progress.value.value?.concepts ?? []).map((one) => [one.concept, one]));
    for (const event of talk.lesson.value.events) {
      if (event.event !== 'session:progress:updated') continue;
      const { concept, name, masteryLevel } = event.data;
      found.set(concept, { concept, name, masteryLevel });
    }
    return [...found.values()];
  });
  const gaps = talk.lesson.value.events.findLast((event) => event.event === 'session:progress:updated');
  const open = new Set(gaps?.event === 'session:progress:updated' ? gaps.data.knowledgeGaps : []);
  if (concepts.value.length === 0) return <p class="small muted">{said.empty}</p>;
  return (
    <>
      <ul class="mast">
        {concepts.value.map(({ concept, name, masteryLevel, low, high }) => (
          <li key={concept}>
            <span class="ellipsis" title={name}>
              {name}
              {open.has(concept) && <span class="tag">{said.gap}</span>}
            </span>
            <span class="lvl">
              {parts.value.mastery.steps[masteryStep(masteryLevel)]} · {percent(masteryLevel)}
            </span>
            <Meter name={name} level={masteryLevel} low={low} high={high} />
          </li>
        ))}
      </ul>
      <p class="tiny muted mast-key">{said.key}</p>
    </>
  );
}
