import { useSignal } from '@preact/signals';
import { useRoute } from 'preact-iso';
import { learner, sessionsOf } from '../api/class.ts';
import { ApiError } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import type { ConceptStanding, EvidenceRow, LearnerDetail } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { Button, ButtonLink } from '../parts/button.tsx';
import { Standing } from '../progress/standing.tsx';
import { Missing } from '../shell/missing.tsx';
import { useTitle } from '../shell/title.ts';
import { type ClassWords, words } from '../words/class.ts';
import { ago, moment, percent } from '../words/numbers.ts';
import { Correction } from './correction.tsx';
import { riskText } from './risk.ts';
import './class.css';

/** One learner: what they know, and every piece of evidence behind it. */
export function LearnerPage() {
  const { params } = useRoute();
  const detail = useResource(learner(params['id'] ?? ''));
  const error = detail.error.value;
  const isMissing = error instanceof ApiError && error.status === 404;
  if (isMissing && detail.value.value === undefined) return <Missing />;
  return (
    <>
      {detail.value.value === undefined && (
        <header class="page-head">
          <ButtonLink kind="bare" icon="chevron-left" label={words.value.detail.back} href="/class" />
          <h1>{words.value.learner}</h1>
        </header>
      )}
      <Shown of={detail} lines={8}>
        {(value) => <Detail detail={value} />}
      </Shown>
    </>
  );
}

function Detail({ detail }: { detail: LearnerDetail }) {
  const said = words.value.detail;
  useTitle(detail.name);
  const correcting = useSignal<ConceptStanding | null>(null);
  return (
    <>
      <header class="page-head">
        <ButtonLink kind="bare" icon="chevron-left" label={said.back} href="/class" />
        <div class="grow">
          <h1 dir="auto">{detail.name}</h1>
          <p>
            {detail.email} · {detail.lastActivity === null ? said.never : said.active(detail.lastActivity)}
          </p>
        </div>
      </header>
      {detail.risks.length > 0 && (
        <ul class="row wrap learner-risks">
          {detail.risks.map((risk) => (
            <li key={risk.kind} class="tag tag-alert">
              {riskText(risk)}
            </li>
          ))}
        </ul>
      )}
      <div class="learner">
        <section aria-labelledby="h-knows">
          <h2 id="h-knows">{said.knows}</h2>
          {detail.concepts.length === 0 ? (
            <p class="muted">{said.nothing}</p>
          ) : (
            <Standing
              concepts={detail.concepts}
              gaps={new Set(detail.knowledgeGaps.map(({ concept }) => concept))}
              act={(concept) => (
                <Button
                  icon="pencil"
                  onClick={() => {
                    correcting.value = concept;
                  }}
                >
                  {words.value.correction.act}
                </Button>
              )}
            />
          )}
        </section>
        <Correction
          learnerId={detail.id}
          concept={correcting.value}
          onClose={() => {
            correcting.value = null;
          }}
        />
        <Lessons learnerId={detail.id} />
        {detail.evidence.length > 0 && (
          <section aria-labelledby="h-trail">
            <h2 id="h-trail">{said.trail}</h2>
            <ol class="card proof">
              {detail.evidence.map((one) => (
                <Proof key={one.id} one={one} />
              ))}
            </ol>
          </section>
        )}
      </div>
    </>
  );
}

function Lessons({ learnerId }: { learnerId: string }) {
  const said = words.value.detail;
  const sessions = useResource(sessionsOf(learnerId));
  return (
    <section aria-labelledby="h-lessons">
      <h2 id="h-lessons">{said.lessons}</h2>
      <Shown of={sessions} lines={2}>
        {({ items }) =>
          items.length === 0 ? (
            <p class="muted">{said.noLessons}</p>
          ) : (
            <ul class="card lessons">
              {items.map(({ id, goal, currentNode, lastActivity, completedAt }) => (
                <li key={id} class="row">
                  <span class="grow ellipsis" dir="auto">
                    {goal ?? currentNode?.nugget.title ?? said.untitled}
                  </span>
                  <span class="small muted">{ago(lastActivity)}</span>
                  <a class="link small" href={`/lessons/${id}`}>
                    {completedAt === null ? said.look : said.read}
                  </a>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
    </section>
  );
}

type Kind = keyof ClassWords['detail']['kinds'];
const isKind = (kind: string, kinds: ClassWords['detail']['kinds']): kind is Kind => kind in kinds;

function Proof({ one }: { one: EvidenceRow }) {
  const said = words.value.detail;
  return (
    <li>
      <p class="row wrap">
        <b dir="auto">{one.name}</b>
        <span class="muted small">{isKind(one.kind, said.kinds) ? said.kinds[one.kind] : one.kind}</span>
        <span class="num small">{said.score(percent(100 * one.score))}</span>
        {one.hintsUsed > 0 && <span class="muted small">{said.hints(one.hintsUsed)}</span>}
        <time class="end small muted" dateTime={one.at}>
          {moment(one.at)}
        </time>
      </p>
      {one.question !== null && (
        <p class="small" dir="auto">
          <span class="muted">{said.asked}: </span>
          {one.question}
        </p>
      )}
      {one.answer !== null && (
        <p class="small" dir="auto">
          <span class="muted">{said.answered}: </span>
          {one.answer}
        </p>
      )}
      {one.kind === 'override' && one.evidence !== null && (
        <p class="small" dir="auto">
          <span class="muted">{words.value.correction.reason}: </span>
          {one.evidence}
        </p>
      )}
      {one.misconception !== null && (
        <p class="small" dir="auto">
          <span class="muted">{said.believed}: </span>
          {one.misconception}
        </p>
      )}
    </li>
  );
}
