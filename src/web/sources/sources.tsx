import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { deleteFile, files, jobs } from '../api/admin-sources.ts';
import { sentence } from '../api/client.ts';
import { listen } from '../api/feed.ts';
import { useResource } from '../api/resource.ts';
import { Shown } from '../api/shown.tsx';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { Empty } from '../parts/states.tsx';
import { finishToasts, toast } from '../parts/toast.tsx';
import { useTitle } from '../shell/title.ts';
import { words } from '../words/sources.ts';
import { words as watching } from '../words/watching.ts';
import { Drop, openPicker } from './drop.tsx';
import { FirstPicture } from './first-picture.tsx';
import { Folders } from './folders.tsx';
import { Letters } from './letters.tsx';
import { Row } from './row.tsx';
import { type Filter, matches, rowsOf, type SourceRow, withJob } from './rows.ts';
import { UploadRow } from './upload-row.tsx';
import { uploads } from './uploading.ts';
import { Urls } from './urls.tsx';
import { WriteText } from './write-text.tsx';
import './sources.css';

const VIEWS = ['files', 'urls', 'folders'] as const;

/** What the organization teaches from: put in, watched while it becomes nuggets, looked into, taken away. */
export function SourcesPage() {
  const said = words.value;
  const { query, route } = useLocation();
  const view = VIEWS.find((one) => one === query['view']) ?? 'files';
  useTitle(said.title);
  useResource(files);
  useResource(jobs);
  useLive();
  const removed = useSignal<ReadonlySet<string>>(new Set());
  const rows = useComputed(() =>
    rowsOf(files.value.value?.items ?? [], jobs.value.value?.items ?? []).filter(
      ({ id }) => !removed.value.has(id),
    ),
  );
  const remove = (row: SourceRow) =>
    takeAway(row, (id, isGone) => {
      const next = new Set(removed.peek());
      if (isGone) next.add(id);
      else next.delete(id);
      removed.value = next;
    });
  const nuggets = rows.value.reduce((sum, { nuggetCount }) => sum + nuggetCount, 0);
  const isEmpty = rows.value.length === 0 && uploads.uploads.value.length === 0;
  return (
    <Drop>
      <header class="page-head">
        <div class="grow">
          <h1>{said.title}</h1>
          <p>{files.value.value === undefined ? '\u00a0' : said.lead(rows.value.length, nuggets)}</p>
        </div>
        <WriteText />
        <Button kind="pen" icon="plus" onClick={openPicker}>
          {said.add}
        </Button>
      </header>
      <Letters />
      <div class="src-views">
        <Segmented
          legend={watching.value.view}
          value={view}
          segments={VIEWS.map((value) => ({ value, name: watching.value.views[value] }))}
          onChange={(value) => route(value === 'files' ? '/sources' : `/sources?view=${value}`)}
        />
      </div>
      {view === 'urls' && <Urls />}
      {view === 'folders' && <Folders />}
      {view === 'files' && (
        <Shown of={files} lines={6}>
          {() =>
            isEmpty ? (
              <Empty
                title={said.empty.title}
                picture={<FirstPicture />}
                actions={
                  <Button kind="pen" large icon="upload" onClick={openPicker}>
                    {said.empty.action}
                  </Button>
                }
              >
                {said.empty.text}
              </Empty>
            ) : (
              <Table rows={rows.value} onRemove={remove} />
            )
          }
        </Shown>
      )}
    </Drop>
  );
}

function Table({ rows, onRemove }: { rows: readonly SourceRow[]; onRemove: (row: SourceRow) => void }) {
  const said = words.value;
  const filter = useSignal<Filter>('all');
  const count = (by: Filter) => rows.filter((row) => matches(row, by)).length;
  const shown = rows.filter((row) => matches(row, filter.value));
  return (
    <>
      <button type="button" class="drop" onClick={openPicker}>
        <Icon name="upload" />
        <span>
          <b>{said.drop.strong}</b>
          {said.drop.rest}
        </span>
        <span class="small end">{said.drop.limits}</span>
      </button>
      <div class="row wrap filter">
        <Segmented
          legend={said.filter.name}
          value={filter.value}
          segments={[
            { value: 'all', name: said.filter.all },
            { value: 'working', name: said.filter.working, count: count('working') },
            { value: 'needs', name: said.filter.needs, count: count('needs') },
          ]}
          onChange={(value) => {
            filter.value = value;
          }}
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
            <Row key={row.id} row={row} onRemove={onRemove} />
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
  useEffect(() => {
    const stop = listen({
      hear: (frame) => {
        if (frame.event !== 'ingestion:job:updated') return;
        const { data } = frame;
        jobs.change((page) => ({ ...page, items: withJob(page.items, data) }));
        if (data.status !== 'processing') void files.reload();
      },
      missed: () => {
        void jobs.reload();
        void files.reload();
      },
    });
    const leave = () => finishToasts();
    addEventListener('pagehide', leave);
    return () => {
      stop();
      removeEventListener('pagehide', leave);
    };
  }, []);
}

/** Out of sight at once, really deleted when nobody took it back. */
function takeAway({ id, documentId, name }: SourceRow, hide: (id: string, isGone: boolean) => void): void {
  const said = words.peek().row;
  hide(id, true);
  toast(said.removed(name), {
    undo: () => hide(id, false),
    done: async () => {
      if (documentId === null) return;
      try {
        await deleteFile(documentId);
        await Promise.all([files.reload(), jobs.reload()]);
      } catch (thrown) {
        hide(id, false);
        toast(`${said.kept(name)} ${sentence(thrown)}`);
      }
    },
  });
}
