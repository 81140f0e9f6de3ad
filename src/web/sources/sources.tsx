import { type Signal, useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { deleteFile, deleteJob, files, jobs, uploadLimits } from '../api/admin-sources.ts';
import { listen } from '../api/feed.ts';
import { useResource } from '../api/resource.ts';
import { Shown } from '../api/shown.tsx';
import { Button, ButtonLink } from '../parts/button.tsx';
import { FirstPicture } from '../parts/first-picture.tsx';
import { Icon } from '../parts/icon.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { Empty } from '../parts/states.tsx';
import { useQuery } from '../shell/query.ts';
import { useTitle } from '../shell/title.ts';
import { words } from '../words/sources.ts';
import { words as watching } from '../words/watching.ts';
import { Folders } from './folders.tsx';
import { Letters } from './letters.tsx';
import { openFolderPicker, openPicker, Pickers } from './pick.tsx';
import { Row } from './row.tsx';
import { type Filter, matches, rowsOf, type SourceRow, withJob } from './rows.ts';
import { takeAway } from './take-away.ts';
import { UploadRow } from './upload-row.tsx';
import { uploads } from './uploading.ts';
import { Urls } from './urls.tsx';
import { WriteText } from './write-text.tsx';
import './sources.css';

/** As administrators set the limit, and as a file that is too large is told it. */
const BYTES_A_MEGABYTE = 1024 * 1024;

const VIEWS = ['files', 'urls', 'folders'] as const;
const FILTERS = ['all', 'working', 'needs'] as const satisfies readonly Filter[];

/** What the organization teaches from: put in, watched while it becomes nuggets, looked into, taken away. */
export function SourcesPage() {
  const said = words.value;
  const { query, go } = useQuery();
  const view = VIEWS.find((one) => one === query['view']) ?? 'files';
  useTitle(said.title);
  useResource(files);
  useResource(jobs);
  useLive();
  const removed = useSignal<ReadonlySet<string>>(new Set());
  const rows = useComputed(() =>
    rowsOf(files.value.value ?? [], jobs.value.value ?? []).filter(({ id }) => !removed.value.has(id)),
  );
  const nuggets = rows.value.reduce((sum, { nuggetCount }) => sum + nuggetCount, 0);
  const isEmpty = rows.value.length === 0 && uploads.uploads.value.length === 0;
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{said.title}</h1>
          <p>{files.value.value === undefined ? '\u00a0' : said.lead(rows.value.length, nuggets)}</p>
        </div>
        {view === 'files' && (
          <>
            <WriteText />
            {!isEmpty && (
              <Button kind="pen" icon="plus" onClick={openPicker}>
                {said.add}
              </Button>
            )}
          </>
        )}
      </header>
      <Pickers />
      <Letters />
      <div class="src-views">
        <Segmented
          legend={watching.value.view}
          value={view}
          segments={VIEWS.map((value) => ({ value, name: watching.value.views[value] }))}
          onChange={(value) => go({ view: value === 'files' ? undefined : value })}
        />
      </div>
      {view === 'urls' && <Urls />}
      {view === 'folders' && <Folders />}
      {view === 'files' && (
        <Shown of={files} lines={6}>
          {() =>
            isEmpty ? <First /> : <Table rows={rows.value} onRemove={(row) => takeAwaySource(row, removed)} />
          }
        </Shown>
      )}
    </>
  );
}

function First() {
  const said = words.value.empty;
  return (
    <Empty
      title={said.title}
      picture={<FirstPicture />}
      actions={
        <>
          <Button kind="pen" large icon="upload" onClick={openPicker}>
            {said.action}
          </Button>
          <ButtonLink large href="/sources?view=urls">
            {said.link}
          </ButtonLink>
        </>
      }
      note={said.note}
    >
      {said.text}
    </Empty>
  );
}

function Table({ rows, onRemove }: { rows: readonly SourceRow[]; onRemove: (row: SourceRow) => void }) {
  const said = words.value;
  const { query, set } = useQuery();
  const filter = FILTERS.find((one) => one === query['show']) ?? 'all';
  const count = (by: Filter) => rows.filter((row) => matches(row, by)).length;
  const shown = rows.filter((row) => matches(row, filter));
  useResource(uploadLimits);
  const most = uploadLimits.value.value?.maxBytes;
  const megabytes = most === undefined ? undefined : most / BYTES_A_MEGABYTE;
  return (
    <>
      <div class="drop">
        <Icon name="upload" />
        <p>
          <b>{said.drop.strong}</b>
          {said.drop.rest}{' '}
          <button type="button" class="link" onClick={openPicker}>
            {said.drop.files}
          </button>{' '}
          {said.drop.or}{' '}
          <button type="button" class="link" onClick={openFolderPicker}>
            {said.drop.folder}
          </button>
        </p>
        <span class="small end">{said.drop.limits(megabytes)}</span>
      </div>
      <div class="row wrap filter">
        <Segmented
          legend={said.filter.name}
          value={filter}
          segments={[
            { value: 'all', name: said.filter.all },
            { value: 'working', name: said.filter.working, count: count('working') },
            { value: 'needs', name: said.filter.needs, count: count('needs') },
          ]}
          onChange={(value) => set({ show: value === 'all' ? undefined : value })}
        />
        <span class="end small muted">{said.live}</span>
      </div>
      <div class="card sources">
        <div class="src-cols src-names small" aria-hidden="true">
          <span>{said.columns.source}</span>
          <span>{said.columns.progress}</span>
          <span class="num-col">{said.columns.nuggets}</span>
          <span>{said.columns.updated}</span>
          <span />
        </div>
        <ul aria-label={said.title}>
          {uploads.uploads.value.map((upload) => (
            <UploadRow key={upload.id} upload={upload} />
          ))}
          {shown.map((row) => (
            <Row
              key={row.id}
              row={row}
              isOpen={query['open'] === row.id}
              onToggle={() => set({ open: query['open'] === row.id ? undefined : row.id })}
              onRemove={onRemove}
            />
          ))}
        </ul>
        {shown.length === 0 && uploads.uploads.value.length === 0 && (
          <p class="muted src-nothing">{said.nothing}</p>
        )}
      </div>
    </>
  );
}

/** Jobs move as the feed tells; when one ends, its document is asked for anew. */
function useLive(): void {
  useEffect(
    () =>
      listen({
        hear: (frame) => {
          if (frame.event !== 'ingestion:job:updated') return;
          const { data } = frame;
          jobs.change((known) => withJob(known, data));
          if (data.status !== 'processing') void files.reload();
        },
        missed: () => {
          void jobs.reload();
          void files.reload();
        },
      }),
    [],
  );
}

function takeAwaySource({ id, documentId, jobId, name }: SourceRow, removed: Signal<ReadonlySet<string>>) {
  const said = words.peek().row;
  takeAway(removed, id, { gone: said.removed(name), kept: said.kept(name) }, async () => {
    if (documentId !== null) await deleteFile(documentId);
    else if (jobId !== null) await deleteJob(jobId);
    await Promise.all([files.reload(), jobs.reload()]);
  });
}
