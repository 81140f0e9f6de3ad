import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { nuggetsOf } from '../api/admin-sources.ts';
import { useResource } from '../api/resource.ts';
import type { NuggetView } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { documents, pages } from '../api/sources.ts';
import { Scroll } from '../parts/scroll.tsx';
import { words } from '../words/sources.ts';
import { cutsOf } from './cut.ts';
import { Reader } from './reader.tsx';

/** What is inside a source: its pages, cut as the tutor will see them, and each nugget to be read. */
export function Inside({
  documentId,
  pageCount,
  changed,
}: {
  documentId: string;
  pageCount: number | null;
  /** When the work on it was last heard of: what is inside may be another thing since. */
  changed: string;
}) {
  const document = useResource(documents(documentId));
  const nuggets = useResource(nuggetsOf(documentId));
  useEffect(() => {
    void nuggets.reload();
    void document.reload();
  }, [changed]);
  const said = words.value.inside;
  const count = document.value.value?.pageCount ?? pageCount ?? 0;
  const first = nuggets.value.value?.[0]?.sources[0]?.page ?? 1;
  const chosen = useSignal<number | undefined>(undefined);
  const reading = useSignal<NuggetView | null>(null);
  const page = chosen.value ?? first;
  return (
    <div class="peek">
      {count > 1 && (
        <Scroll class="thumbs" label={said.pages}>
          {Array.from({ length: count }, (_, i) => i + 1).map((n) => (
            <button
              key={n}
              type="button"
              aria-label={said.page(n)}
              aria-current={n === page ? 'page' : undefined}
              onClick={() => {
                chosen.value = n;
              }}
            >
              {n}
            </button>
          ))}
        </Scroll>
      )}
      <Shown of={nuggets}>
        {(all) =>
          count === 0 ? (
            <p class="muted">{said.noPages}</p>
          ) : (
            <PageCuts
              key={page}
              path={`${documentId}/pages/${page}`}
              n={page}
              nuggets={all.filter(({ sources }) => sources.some((source) => isOn(source, page)))}
              all={all}
              onRead={(nugget) => {
                reading.value = nugget;
              }}
            />
          )
        }
      </Shown>
      <Reader
        nugget={reading.value}
        onClose={() => {
          reading.value = null;
        }}
      />
    </div>
  );
}

const isOn = ({ page, lastPage }: NuggetView['sources'][number], n: number): boolean =>
  page !== null && page <= n && n <= (lastPage ?? page);

/** The page on which a nugget begins, and the last it reaches. */
function reachOf({ sources }: NuggetView, page: number): { from: number; to: number } {
  const source = sources.find((one) => isOn(one, page));
  const from = source?.page ?? page;
  return { from, to: source?.lastPage ?? from };
}

/** How a cut stands to the edges of its page. */
function edgesOf(nugget: NuggetView | null, page: number): string[] {
  if (nugget === null) return ['ch-left'];
  const { from, to } = reachOf(nugget, page);
  return [...(from < page ? ['ch-from'] : []), ...(to > page ? ['ch-on'] : [])];
}

/** A nugget does not end where a page does: where it comes from, and where it goes on. */
function Across({ nugget, page }: { nugget: NuggetView; page: number }) {
  const said = words.value.inside;
  const { from, to } = reachOf(nugget, page);
  return (
    <>
      {from < page && <span>{said.before(from)}</span>}
      {to > page && <span>{said.after(page + 1)}</span>}
    </>
  );
}

function PageCuts({
  path,
  n,
  nuggets,
  all,
  onRead,
}: {
  path: string;
  /** The page's number. */
  n: number;
  nuggets: readonly NuggetView[];
  all: readonly NuggetView[];
  onRead: (nugget: NuggetView) => void;
}) {
  const said = words.value.inside;
  const page = useResource(pages(path));
  return (
    <Shown of={page}>
      {({ text }) => (
        <ol class="chunks">
          {cutsOf(text, nuggets).map(({ nugget, text: own }, i) => (
            <li key={i} class={['ch', ...edgesOf(nugget, n)].join(' ')}>
              <div class="ch-h">
                {nugget === null ? (
                  <span>{said.left}</span>
                ) : (
                  <>
                    <b>{said.chunk(all.indexOf(nugget) + 1)}</b>
                    <span>{said.words(own.split(/\s+/).filter(Boolean).length)}</span>
                    <button type="button" class="link" onClick={() => onRead(nugget)}>
                      {nugget.title ?? said.read(all.indexOf(nugget) + 1)}
                    </button>
                    <Across nugget={nugget} page={n} />
                  </>
                )}
              </div>
              <p>{own.trim()}</p>
            </li>
          ))}
          {nuggets.length === 0 && <li class="muted small">{said.none}</li>}
        </ol>
      )}
    </Shown>
  );
}
