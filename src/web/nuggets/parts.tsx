import { editNugget, regenerate, versionsOf } from '../api/admin-nuggets.ts';
import { jobs } from '../api/admin-sources.ts';
import { sentence } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import type { NuggetPart, NuggetView } from '../api/shapes.ts';
import { Button } from '../parts/button.tsx';
import { toast } from '../parts/toast.tsx';
import { withJob } from '../sources/rows.ts';
import { words } from '../words/nuggets.ts';
import { told } from '../words/told.ts';
import { type PartState, partState } from './making.ts';

const PARTS: readonly NuggetPart[] = [
  'metadata',
  'slides',
  'script',
  'audio',
  'image',
  'questions',
  'embedding',
];

/** What the nugget is made of and how fresh each part is; made again by itself, or kept as it is. */
export function Parts({ nugget, take }: { nugget: NuggetView; take: (next: NuggetView) => void }) {
  const said = words.value.parts;
  useResource(jobs);
  const known = {
    nugget,
    jobs: jobs.value.value ?? [],
    versions: versionsOf(nugget.id).value.value?.items ?? [],
  };
  const again = async (part: NuggetPart) => {
    try {
      const job = await regenerate(nugget.id, [part]);
      jobs.change((all) => withJob(all, job));
      toast(said.asked);
    } catch (thrown) {
      toast(sentence(thrown));
    }
  };
  const pin = async (part: NuggetPart) => {
    const pinned = PARTS.filter((one) => (nugget.parts[one]?.pinned === true) !== (one === part));
    try {
      take(await editNugget(nugget.id, nugget.version, { pinned }));
    } catch (thrown) {
      toast(sentence(thrown));
    }
  };
  return (
    <section>
      <h2 class="side-title">{said.title}</h2>
      <ul class="part-list">
        {PARTS.map((part) => {
          const state = partState(part, known);
          const name = said.names[part];
          const record = nugget.parts[part];
          const isPinned = record?.pinned === true;
          return (
            <li key={part} class="row">
              <span class="grow">
                <b>{name}</b>
                <Standing state={state} />
              </span>
              {record !== undefined && (
                <Button
                  kind="bare"
                  icon="shield-check"
                  label={said.pin(name)}
                  pressed={isPinned}
                  onClick={() => void pin(part)}
                />
              )}
              <Button
                kind="bare"
                icon="refresh-cw"
                label={said.again(name)}
                disabled={isPinned || state.kind === 'making'}
                onClick={() => void again(part)}
              />
            </li>
          );
        })}
      </ul>
    </section>
  );
}

function Standing({ state }: { state: PartState }) {
  const said = words.value.parts;
  switch (state.kind) {
    case 'never':
      return <span class="small muted">{said.never}</span>;
    case 'making':
      return (
        <span class="small part-making" role="status">
          {said.making}
        </span>
      );
    case 'failed':
      return <span class="small part-failed">{said.failed(told.value.sentence(state.because))}</span>;
    case 'stale':
      return <span class="small part-stale">{said.stale[state.than]}</span>;
    case 'made': {
      const { by, at, pinned } = state.record;
      return <span class="small muted">{pinned ? said.pinned : said.made(said.by[by], at)}</span>;
    }
    default:
      return state satisfies never;
  }
}
