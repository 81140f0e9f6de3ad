import { useState } from 'preact/hooks';
import type { NuggetView } from '../api/shapes.ts';
import { PagePaper } from '../library/paper.tsx';
import { Turn } from '../library/turn.tsx';
import { words } from '../words/nuggets.ts';

/** Enough of a nugget's beginning to find it on its page. */
const BEGINNING = 240;

/** The page a nugget came from, its place marked. */
export function Beside({ nugget }: { nugget: NuggetView }) {
  const said = words.value.editor;
  const [source] = nugget.sources;
  const first = source?.page ?? 1;
  const [page, setPage] = useState(first);
  const documentId = source?.documentId ?? nugget.documentId;
  if (source === undefined || documentId === null) {
    return (
      <aside class="ed-source" aria-label={said.source}>
        <p class="small muted">{said.noSource}</p>
      </aside>
    );
  }
  return (
    <aside class="ed-source" aria-label={said.source}>
      <header class="src-head">
        <h2 class="grow ellipsis" title={source.title ?? undefined}>
          {source.title ?? said.source}
        </h2>
        <Turn documentId={documentId} page={page} onTurn={setPage} />
      </header>
      <PagePaper
        key={page}
        documentId={documentId}
        page={page}
        quote={page === first ? beginningOf(nugget.content) : undefined}
      />
    </aside>
  );
}

/** Whole sentences where there are some, so that the mark ends where a thought does. */
function beginningOf(content: string): string {
  const [paragraph = content] = content.split(/\n\s*\n/);
  if (paragraph.length <= BEGINNING) return paragraph;
  const cut = paragraph.slice(0, BEGINNING);
  const end = Math.max(cut.lastIndexOf('. '), cut.lastIndexOf('? '), cut.lastIndexOf('! '));
  return end > 0 ? cut.slice(0, end + 1) : cut;
}
