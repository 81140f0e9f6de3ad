import { useComputed } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Citation } from '../../tutoring/protocol.ts';
import { ApiError, sentence } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import { documents, pages } from '../api/sources.ts';
import { Button } from '../parts/button.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { words } from '../words/lesson.ts';
import { findQuote, paragraphsOf } from './quote.ts';
import { useRoom } from './room.ts';
import './source.css';

/** How far down the window the marked sentence comes to stand. */
const SENTENCE_AT = 0.3;

/** The page a citation stands on, the sentence marked. Beside the text where there is room, a sheet where there is not. */
export function SourcePanel({ citation }: { citation: Citation }) {
  const room = useRoom();
  const said = words.value.source;
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
  const hasPages = citation.documentId !== '' && page !== null;
  return (
    <aside class="c-src" aria-label={said.title}>
      <header class="src-head">
        <span class="cite" aria-hidden="true">
          {citation.n}
        </span>
        <h2 class="grow ellipsis" ref={heading} tabIndex={-1}>
          {citation.title}
        </h2>
        {hasPages && <Turn documentId={citation.documentId} page={page} onTurn={setPage} />}
        <Button kind="bare" icon="x" label={said.close} onClick={room.close} />
      </header>
      {hasPages ? (
        <Paper
          key={`${citation.documentId}/${page}`}
          documentId={citation.documentId}
          page={page}
          citation={citation}
        />
      ) : (
        <Scroll class="src-body">
          <p class="small muted src-note">{said.noPage}</p>
          <article class="paper">
            <p>
              <mark>{citation.quote}</mark>
            </p>
          </article>
        </Scroll>
      )}
      <CitedCount documentId={citation.documentId} />
    </aside>
  );
}

function Turn({
  documentId,
  page,
  onTurn,
}: {
  documentId: string;
  page: number;
  onTurn: (page: number) => void;
}) {
  const said = words.value.source;
  const count = useResource(documents(documentId)).value.value?.pageCount ?? null;
  return (
    <span class="row turn">
      <Button
        kind="bare"
        icon="chevron-left"
        label={said.previous}
        disabled={page <= 1}
        onClick={() => onTurn(page - 1)}
      />
      <span class="small num muted nowrap" aria-live="polite">
        {said.page(page, count)}
      </span>
      <Button
        kind="bare"
        icon="chevron-right"
        label={said.next}
        disabled={count !== null && page >= count}
        onClick={() => onTurn(page + 1)}
      />
    </span>
  );
}

function Paper({ documentId, page, citation }: { documentId: string; page: number; citation: Citation }) {
  const { talk } = useRoom();
  const said = words.value.source;
  const extracted = useResource(pages(`${documentId}/pages/${page}`));
  const body = useRef<HTMLDivElement>(null);
  const value = extracted.value.value;
  const others = useComputed(() =>
    talk.lesson.value.events.flatMap((event) =>
      event.event === 'session:message'
        ? event.data.citations
            .filter((one) => one.documentId === documentId && one.page === page)
            .map(({ quote }) => quote)
        : [],
    ),
  );
  useLayoutEffect(() => {
    const mark = body.current?.querySelector('mark:not(.pale)');
    if (!mark || body.current === null) return;
    const top =
      mark.getBoundingClientRect().top - body.current.getBoundingClientRect().top + body.current.scrollTop;
    body.current.scrollTop = top - body.current.clientHeight * SENTENCE_AT;
  }, [value, citation]);

  if (value === undefined) {
    const error = extracted.error.value;
    const isGone = error instanceof ApiError && error.status === 404;
    return (
      <Scroll class="src-body" scrollRef={body}>
        {error === undefined ? (
          <Loading lines={6} />
        ) : (
          <Failed message={isGone ? said.missing : sentence(error)} />
        )}
        {isGone && (
          <article class="paper">
            <p>
              <mark>{citation.quote}</mark>
            </p>
          </article>
        )}
      </Scroll>
    );
  }
  const span = citation.page === page ? findQuote(value.text, citation.quote) : undefined;
  const spans = [
    ...(span === undefined ? [] : [{ ...span, main: true }]),
    ...others.value.flatMap((quote) => {
      const found = findQuote(value.text, quote);
      return found === undefined ? [] : [{ ...found, main: false }];
    }),
  ];
  return (
    <Scroll class="src-body" scrollRef={body}>
      {citation.page === page && span === undefined && <p class="small muted src-note">{said.notFound}</p>}
      <article class="paper" aria-label={said.page(page, null)}>
        <p class="run">
          <span class="ellipsis">{value.headings[0]}</span>
          <span class="num">{page}</span>
        </p>
        {paragraphsOf(value.text, value.headings, spans).map(({ pieces, isHeading }, i) => {
          const inner = pieces.map(({ text, mark }, j) =>
            mark === 'no' ? (
              text
            ) : (
              <mark key={j} class={mark === 'pale' ? 'pale' : undefined}>
                {text}
              </mark>
            ),
          );
          return isHeading ? <h3 key={i}>{inner}</h3> : <p key={i}>{inner}</p>;
        })}
      </article>
    </Scroll>
  );
}

function CitedCount({ documentId }: { documentId: string }) {
  const { talk } = useRoom();
  const count = talk.lesson.value.events.reduce(
    (sum, event) =>
      event.event === 'session:message'
        ? sum + event.data.citations.filter((one) => one.documentId === documentId).length
        : sum,
    0,
  );
  return (
    <footer class="src-foot small muted">
      <span>{words.value.source.cited(count)}</span>
    </footer>
  );
}
