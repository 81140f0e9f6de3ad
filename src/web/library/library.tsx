import { useSignal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { withQuery } from '../api/client.ts';
import { graph, hits } from '../api/learning.ts';
import { useResource } from '../api/resource.ts';
import type { GraphView, SearchHit } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { beginning, useBegin } from '../home/begin.ts';
import { Art } from '../parts/art.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { grouped } from '../parts/grouped.ts';
import { SearchField } from '../parts/search-field.tsx';
import { useTitle } from '../shell/title.ts';
import { words } from '../words/library.ts';
import { PagePaper } from './paper.tsx';
import './library.css';

/** Finding and reading: what answers a question, or all there is, document by document. */
export function LibraryPage() {
  const { query, route } = useLocation();
  const said = words.value;
  useTitle(said.title);
  const q = query['q'] ?? '';
  return (
    <>
      <header class="page-head">
        <div class="grow">
          <h1>{said.title}</h1>
          <p>{said.lead}</p>
        </div>
      </header>
      <div class="lib-search">
        <SearchField
          large
          label={said.search}
          value={q}
          onChange={(text) =>
            route(withQuery('/library', { q: text.trim() === '' ? undefined : text }), true)
          }
        />
      </div>
      {q.trim() === '' ? <Shelves /> : <Found key={q} q={q} />}
    </>
  );
}

function Found({ q }: { q: string }) {
  const said = words.value;
  const found = useResource(hits(q));
  return (
    <Shown of={found}>
      {({ items }) => (
        <>
          <p class="small muted lib-count" role="status">
            {items.length === 0 ? said.none(q) : said.found(items.length)}
          </p>
          <ol class="lib-hits">
            {items.map((hit) => (
              <Hit key={hit.nuggetId} hit={hit} />
            ))}
          </ol>
        </>
      )}
    </Shown>
  );
}

/** From so many characters on a piece is cut to its first lines, until one wants all of it. */
const LONG = 480;

function Hit({ hit }: { hit: SearchHit }) {
  const said = words.value;
  const isOpen = useSignal(false);
  const isWhole = useSignal(hit.content.length < LONG);
  const { documentId, source } = hit;
  const { page } = source;
  return (
    <li class="card lib-hit">
      <header class="row wrap">
        <h2 class="grow" dir="auto">
          {hit.title ?? said.untitled}
        </h2>
        <span class="small muted ellipsis">
          {source.title}
          {page !== null && `, ${said.page(page)}`}
        </span>
      </header>
      <article class="paper lib-text" dir="auto">
        <p class={isWhole.value ? 'lines' : 'lines lib-cut'}>{hit.content}</p>
      </article>
      <Topics names={hit.topics} />
      <div class="row wrap">
        <Learn nuggetId={hit.nuggetId} />
        {!isWhole.value && (
          <Button
            kind="bare"
            onClick={() => {
              isWhole.value = true;
            }}
          >
            {said.read}
          </Button>
        )}
        {documentId !== null && page !== null && (
          <Button
            kind="bare"
            icon="book-open"
            onClick={() => {
              isOpen.value = true;
            }}
          >
            {said.openPage(page)}
          </Button>
        )}
      </div>
      {documentId !== null && page !== null && (
        <Dialog
          title={source.title ?? said.title}
          open={isOpen.value}
          wide
          onClose={() => {
            isOpen.value = false;
          }}
        >
          <div class="lib-page">
            <PagePaper documentId={documentId} page={page} quote={hit.content.slice(0, 300)} />
          </div>
        </Dialog>
      )}
    </li>
  );
}

function Learn({ nuggetId }: { nuggetId: string }) {
  const said = words.value;
  const begin = useBegin();
  return (
    <Button
      busy={beginning.value === nuggetId && said.opening}
      onClick={() => void begin(nuggetId, { nuggetId })}
    >
      {said.learn}
    </Button>
  );
}

/** Names that a lesson can be about, each beginning one; it finds its own way through everything on that topic. */
function Topics({ names }: { names: readonly string[] }) {
  const said = words.value;
  const begin = useBegin();
  if (names.length === 0) return null;
  return (
    <ul class="row wrap topics" aria-label={said.topics}>
      {names.map((topic) => (
        <li key={topic}>
          <button
            type="button"
            class="topic"
            title={said.learnTopic(topic)}
            aria-busy={beginning.value === `topic ${topic}`}
            onClick={() => void begin(`topic ${topic}`, { topic })}
          >
            {topic}
          </button>
        </li>
      ))}
    </ul>
  );
}

const TOPICS_SHOWN = 6;

/** What a shelf is most about: its concepts by their weight in all of its pieces. */
function topicsOf(pieces: readonly GraphView['nodes'][number][]): readonly string[] {
  const weights = new Map<string, number>();
  for (const { name, weight } of pieces.flatMap(({ concepts }) => concepts))
    weights.set(name, (weights.get(name) ?? 0) + weight);
  return [...weights]
    .sort(([, a], [, b]) => b - a)
    .slice(0, TOPICS_SHOWN)
    .map(([name]) => name);
}

/** All there is, a shelf a document. */
function Shelves() {
  const said = words.value;
  const all = useResource(graph);
  return (
    <Shown of={all} lines={8}>
      {({ nodes }) =>
        nodes.length === 0 ? (
          <p class="muted">{said.empty}</p>
        ) : (
          [...grouped(nodes, ({ documentId }) => documentId ?? '')].map(([documentId, pieces]) => (
            <Shelf key={documentId} pieces={pieces} />
          ))
        )
      }
    </Shown>
  );
}

function Shelf({ pieces }: { pieces: readonly GraphView['nodes'][number][] }) {
  const said = words.value;
  const begin = useBegin();
  return (
    <section class="shelf">
      <div class="sec-head">
        <h2 dir="auto">{pieces[0]?.documentTitle ?? said.untitled}</h2>
        <span class="small muted num">{said.pieces(pieces.length)}</span>
      </div>
      <Topics names={topicsOf(pieces)} />
      <ul class="pieces">
        {pieces.map(({ id, nuggetId, title }) => (
          <li key={id}>
            <button
              type="button"
              class="piece"
              aria-busy={beginning.value === nuggetId}
              onClick={() => void begin(nuggetId, { nuggetId })}
            >
              <span class="piece-pic">
                <Art seed={nuggetId} />
              </span>
              <b dir="auto">{title ?? said.untitled}</b>
              {beginning.value === nuggetId && <span class="small muted">{said.opening}</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
