import { useComputed } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Citation } from '../../tutoring/protocol.ts';
import { PagePaper, QuoteAlone } from '../library/paper.tsx';
import { Turn } from '../library/turn.tsx';
import { Button } from '../parts/button.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { words } from '../words/source.ts';
import { useRoom } from './room.ts';
import './source.css';

/** The page a citation stands on, the sentence marked. Beside the text where there is room, a sheet where there is not. */
export function SourcePanel({ citation }: { citation: Citation }) {
  const room = useRoom();
  const said = words.value;
  const [page, setPage] = useState(citation.page);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => setPage(citation.page), [citation]);
  // A sheet over the text takes the focus; a panel beside it does not.
  useEffect(() => {
    if (matchMedia('(max-width: 820px)').matches) heading.current?.focus();
  }, []);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      room.close();
    };
    addEventListener('keydown', press, true);
    return () => removeEventListener('keydown', press, true);
  }, []);
  const { documentId } = citation;
  const hasPages = documentId !== '' && page !== null;
  const cited = useComputed(() =>
    room.talk.lesson.value.events.flatMap((event) =>
      event.event === 'session:message'
        ? event.data.citations.filter((one) => one.documentId === documentId)
        : [],
    ),
  );
  return (
    <aside class="c-src" aria-label={said.title}>
      <header class="src-head">
        <span class="cite" aria-hidden="true">
          {citation.n}
        </span>
        <h2 class="grow ellipsis" ref={heading} tabIndex={-1}>
          {citation.title}
        </h2>
        <Button kind="bare" icon="x" label={said.close} onClick={room.close} />
      </header>
      {hasPages ? (
        <PagePaper
          key={`${documentId}/${page}`}
          documentId={documentId}
          page={page}
          quote={page === citation.page ? citation.quote : undefined}
          others={cited.value.filter((one) => one.page === page).map(({ quote }) => quote)}
        />
      ) : (
        <Scroll class="src-body">
          <p class="small muted src-note">{said.noPage}</p>
          <QuoteAlone quote={citation.quote} />
        </Scroll>
      )}
      <footer class="row src-foot small muted">
        <span class="grow">{said.cited(cited.value.length)}</span>
        {hasPages && <Turn documentId={documentId} page={page} onTurn={setPage} />}
      </footer>
    </aside>
  );
}
