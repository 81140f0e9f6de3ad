import { useLocation } from 'preact-iso';
import { listNuggets, type NuggetFilter } from '../api/admin-nuggets.ts';
import { withQuery } from '../api/client.ts';
import { useLive } from '../api/live.ts';
import { ListEnd, usePaged } from '../api/paged.tsx';
import type { NuggetView } from '../api/shapes.ts';
import { ButtonLink } from '../parts/button.tsx';
import { FirstPicture } from '../parts/first-picture.tsx';
import { Rows } from '../parts/rows.tsx';
import { SearchField } from '../parts/search-field.tsx';
import { Segmented } from '../parts/segmented.tsx';
import { Empty } from '../parts/states.tsx';
import { useTitle } from '../shell/title.ts';
import { words } from '../words/nuggets.ts';
import { ago } from '../words/numbers.ts';
import './nuggets.css';

const SHOWN = ['all', 'waiting', 'draft', 'failed', 'retired'] as const;
/** A row with two lines of text and one of topics. */
const SUPPOSED_PX = 115;
type Show = (typeof SHOWN)[number];

/** All nuggets, found by words, topic and state. The filter is in the address, so that back and a bookmark work. */
export function NuggetsPage() {
  const { query, route } = useLocation();
  const said = words.value;
  useTitle(said.title);
  const show: Show = SHOWN.find((one) => one === query['show']) ?? 'all';
  const { q, topic } = query;
  const go = (change: Record<string, string | undefined>) =>
    route(withQuery('/nuggets', { show: show === 'all' ? undefined : show, q, topic, ...change }), true);
  const filter: NuggetFilter = {
    q,
    topic,
    ...(show === 'waiting' ? { review: 'waiting' } : show === 'all' ? {} : { status: show }),
  };
  const paged = usePaged(JSON.stringify(filter), (cursor) => listNuggets(filter, cursor));
  useLive(paged, () => listNuggets(filter, undefined), 'above');
  const items = paged.items.value;
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{said.title}</h1>
          <p>{said.lead}</p>
        </div>
      </header>
      <div class="row wrap nug-filter">
        <SearchField
          label={said.search}
          value={q ?? ''}
          onChange={(text) => go({ q: text === '' ? undefined : text })}
        />
        <Segmented
          legend={said.filter}
          value={show}
          segments={SHOWN.map((value) => ({ value, name: said.filters[value] }))}
          onChange={(value) => go({ show: value === 'all' ? undefined : value })}
        />
        {topic !== undefined && (
          <button
            type="button"
            class="tag tag-pen tag-clear"
            onClick={() => go({ topic: undefined })}
            title={said.clearTopic}
          >
            {said.topic(topic)} ×
          </button>
        )}
        <span class="end small muted num" role="status">
          {items !== undefined && said.count(items.length, paged.hasMore.value)}
        </span>
      </div>
      {items?.length === 0 && <Nothing isFirst={q === undefined && topic === undefined && show === 'all'} />}
      {items !== undefined && items.length > 0 && (
        <Rows
          items={paged.items}
          class="card nug-list"
          row="nug-row"
          label={said.title}
          supposedPx={SUPPOSED_PX}
        >
          {(nugget) => <Row nugget={nugget} onTopic={(name) => go({ topic: name })} />}
        </Rows>
      )}
      <ListEnd of={paged} />
    </>
  );
}

function Nothing({ isFirst }: { isFirst: boolean }) {
  const said = words.value;
  if (!isFirst) return <p class="muted nug-none">{said.none}</p>;
  return (
    <Empty
      title={said.empty}
      picture={<FirstPicture />}
      actions={
        <ButtonLink kind="pen" large href="/sources">
          {said.toSources}
        </ButtonLink>
      }
    >
      {said.emptyText}
    </Empty>
  );
}

function Row({ nugget, onTopic }: { nugget: NuggetView; onTopic: (topic: string) => void }) {
  const said = words.value;
  const [source] = nugget.sources;
  return (
    <>
      <div class="grow">
        <a class="nug-title" href={`/nuggets/${nugget.id}`}>
          <b dir="auto">{nugget.title ?? said.untitled}</b>
        </a>
        <p class="small muted nug-text" dir="auto">
          {nugget.content}
        </p>
        <p class="row wrap nug-tags">
          {(nugget.metadata?.topics ?? []).slice(0, 4).map((topic) => (
            <button key={topic} type="button" class="tag tag-button" onClick={() => onTopic(topic)}>
              {topic}
            </button>
          ))}
          {source?.title && (
            <span class="tiny muted ellipsis">
              {source.title}
              {source.page !== null && `, ${said.page(source.page)}`}
            </span>
          )}
        </p>
      </div>
      <div class="nug-state">
        <StateTag nugget={nugget} />
        <time class="tiny muted" dateTime={nugget.updatedAt}>
          {ago(nugget.updatedAt)}
        </time>
      </div>
    </>
  );
}

/** What learners see of it, in a word. */
export function StateTag({ nugget }: { nugget: Pick<NuggetView, 'status' | 'publishedAt' | 'review'> }) {
  const said = words.value;
  if (nugget.status === 'failed') return <span class="tag tag-alert">{said.status.failed}</span>;
  if (nugget.status !== 'ready') return <span class="tag">{said.status[nugget.status]}</span>;
  if (nugget.review === 'waiting') return <span class="tag">{said.filters.waiting}</span>;
  return nugget.publishedAt === null ? (
    <span class="tag">{said.notLive}</span>
  ) : (
    <span class="tag tag-pen">{said.live}</span>
  );
}
