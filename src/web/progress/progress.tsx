import { useSignal } from '@preact/signals';
import { learnerProgress } from '../api/learning.ts';
import { useResource } from '../api/resource.ts';
import type { ConceptStanding } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { ButtonLink } from '../parts/button.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { Empty } from '../parts/states.tsx';
import { useTitle } from '../shell/title.ts';
import { words } from '../words/progress.ts';
import { Standing } from './standing.tsx';

const SORTS = ['recent', 'weak', 'fading'] as const;
type Sort = (typeof SORTS)[number];

const FOR_EVER = 9999;

const BY: Record<Sort, (a: ConceptStanding, b: ConceptStanding) => number> = {
  recent: (a, b) => (b.lastUpdated ?? '').localeCompare(a.lastUpdated ?? ''),
  weak: (a, b) => a.masteryLevel - b.masteryLevel,
  fading: (a, b) => (a.daysAboveThreshold ?? FOR_EVER) - (b.daysAboveThreshold ?? FOR_EVER),
};

/** What a learner knows, concept by concept, over time and with forgetting. */
export function ProgressPage() {
  const said = words.value;
  useTitle(said.title);
  const progress = useResource(learnerProgress);
  const sort = useSignal<Sort>('recent');
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{said.title}</h1>
          <p>{said.lead}</p>
        </div>
        {(progress.value.value?.concepts.length ?? 0) > 0 && (
          <ButtonLink href="/review">{said.review}</ButtonLink>
        )}
      </header>
      <Shown of={progress} lines={8}>
        {({ concepts, knowledgeGaps }) =>
          concepts.length === 0 ? (
            <Empty
              title={said.none}
              actions={
                <ButtonLink kind="pen" large href="/">
                  {said.home}
                </ButtonLink>
              }
            >
              {said.noneText}
            </Empty>
          ) : (
            <div class="stack">
              <div>
                <Segmented
                  legend={said.sort}
                  value={sort.value}
                  segments={SORTS.map((value) => ({ value, name: said.sorts[value] }))}
                  onChange={(value) => {
                    sort.value = value;
                  }}
                />
              </div>
              <Standing
                concepts={concepts.toSorted(BY[sort.value])}
                gaps={new Set(knowledgeGaps.map(({ concept }) => concept))}
              />
            </div>
          )
        }
      </Shown>
    </>
  );
}
