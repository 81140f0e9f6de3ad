import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';
import { cancelJob, jobs, retryJob } from '../api/admin-sources.ts';
import { sentence } from '../api/client.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Menu, type MenuItem } from '../parts/menu.tsx';
import { toast } from '../parts/toast.tsx';
import { ago, dollars, size } from '../words/numbers.ts';
import { parts } from '../words/parts.ts';
import { type SourcesWords, words } from '../words/sources.ts';
import { told } from '../words/told.ts';
import { Inside } from './inside.tsx';
import { replaceFile } from './pick.tsx';
import { type SourceRow, segmentsOf, withJob } from './rows.ts';

/** One source: where it is on its way, what stopped it and what to do, and what it became. */
export function Row({
  row,
  isOpen,
  onToggle,
  onRemove,
}: {
  row: SourceRow;
  isOpen: boolean;
  onToggle: () => void;
  onRemove: (row: SourceRow) => void;
}) {
  const said = words.value;
  const inside = useId();
  const canOpen = row.documentId !== null && (row.state === 'ready' || row.nuggetCount > 0);
  return (
    <li class={row.state === 'failed' ? 'src-row failed' : 'src-row'}>
      <div class="src-cols">
        <div class="src-name">
          <Icon
            name={row.state === 'failed' ? 'triangle-alert' : row.type === 'html' ? 'link' : 'file-text'}
          />
          <div class="grow">
            <b class="ellipsis" title={row.name} dir="auto">
              {row.name}
            </b>
            <span class="small muted">{metaOf(row, said)}</span>
          </div>
        </div>
        <Progress row={row} />
        <span class="num num-col src-count">{row.nuggetCount}</span>
        <time class="small muted src-when" dateTime={row.updatedAt} title={row.updatedAt}>
          {ago(row.updatedAt)}
        </time>
        <div class="row src-acts">
          {row.jobId !== null && row.state === 'cancelled' && <Retry jobId={row.jobId} />}
          {canOpen && (
            <Button
              kind="bare"
              icon="chevron-down"
              label={isOpen ? said.row.close(row.name) : said.row.open(row.name)}
              expanded={isOpen}
              controls={inside}
              onClick={onToggle}
            />
          )}
          <Menu label={said.row.more(row.name)} items={itemsOf(row, onRemove)} />
        </div>
      </div>
      {row.state === 'failed' && (
        <div class="why">
          <p>{row.error === null ? said.row.noReason : told.value.sentence(row.error)}</p>
          <p class="row wrap">
            {row.jobId !== null && <Retry jobId={row.jobId} />}
            {row.filename !== null && <Replace filename={row.filename} />}
          </p>
        </div>
      )}
      {row.state === 'ready' && row.warnings.length > 0 && (
        <details class="why">
          <summary>{said.row.warnings}</summary>
          <ul>
            {row.warnings.map((warning) => (
              <li key={warning}>{told.value.sentence(warning)}</li>
            ))}
          </ul>
        </details>
      )}
      {isOpen && row.documentId !== null && (
        <div id={inside}>
          <Inside documentId={row.documentId} pageCount={row.pageCount} changed={row.updatedAt} />
        </div>
      )}
    </li>
  );
}

const isKnownType = (type: string, types: SourcesWords['types']): type is keyof SourcesWords['types'] =>
  type in types;

function metaOf({ type, size: bytes, pageCount, estimatedUsd }: SourceRow, said: SourcesWords): string {
  return [
    isKnownType(type, said.types) ? said.types[type] : undefined,
    bytes === null ? undefined : size(bytes),
    pageCount === null || pageCount === 0 ? undefined : parts.value.pages(pageCount),
    estimatedUsd === null || estimatedUsd === 0
      ? undefined
      : estimatedUsd < 0.01
        ? said.row.littleCost
        : said.row.cost(dollars(estimatedUsd, 2)),
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

function Progress({ row }: { row: SourceRow }) {
  const said = words.value;
  const { done, total } = row.progress;
  const name =
    row.state === 'failed'
      ? said.stopped[row.stage]
      : row.state === 'cancelled'
        ? said.cancelled
        : row.state === 'ready'
          ? said.stages.done
          : said.stages[row.stage];
  return (
    <div class="stg">
      <div class="stg-bar" aria-hidden="true">
        {segmentsOf(row).map((full, i) => (
          <i
            key={i}
            class={full === 1 ? 'd' : full > 0 ? 'c' : undefined}
            style={{ '--w': `${full * 100}%` }}
          />
        ))}
      </div>
      <span>
        <b>{name}</b>
        {row.state === 'working' && total > 0 && <span class="muted num"> {said.of(done, total)}</span>}
      </span>
    </div>
  );
}

const Replace = ({ filename }: { filename: string }) => (
  <Button icon="upload" onClick={() => replaceFile(filename)}>
    {words.value.row.replace}
  </Button>
);

function Retry({ jobId }: { jobId: string }) {
  const said = words.value.row;
  const isBusy = useSignal(false);
  const retry = async () => {
    isBusy.value = true;
    try {
      const job = await retryJob(jobId);
      jobs.change((known) => withJob(known, job));
    } catch (thrown) {
      toast(sentence(thrown));
    } finally {
      isBusy.value = false;
    }
  };
  return (
    <Button onClick={() => void retry()} busy={isBusy.value && said.retrying}>
      {said.retry}
    </Button>
  );
}

function itemsOf(row: SourceRow, onRemove: (row: SourceRow) => void): MenuItem[] {
  const said = words.value.row;
  const { documentId, jobId } = row;
  return [
    ...(documentId === null
      ? []
      : [
          {
            name: said.download,
            icon: 'download' as const,
            href: `/api/admin/files/${documentId}`,
            download: row.name,
          },
        ]),
    ...(row.state === 'working' && jobId !== null
      ? [{ name: said.cancel, icon: 'square' as const, onSelect: () => void stop(jobId) }]
      : []),
    { name: said.remove, icon: 'trash-2' as const, alert: true, onSelect: () => onRemove(row) },
  ];
}

async function stop(jobId: string): Promise<void> {
  try {
    const job = await cancelJob(jobId);
    jobs.change((known) => withJob(known, job));
  } catch (thrown) {
    toast(sentence(thrown));
  }
}
