import { useLayoutEffect, useRef } from 'preact/hooks';
import { ApiError, sentence } from '../api/client.ts';
import { useResource } from '../api/resource.ts';
import { pages } from '../api/sources.ts';
import { Scroll } from '../parts/scroll.tsx';
import { Failed, Loading } from '../parts/states.tsx';
import { words } from '../words/source.ts';
import { findQuote, paragraphsOf } from './quote.ts';
import './paper.css';

/** How far down the window the marked sentence comes to stand. */
const SENTENCE_AT = 0.3;

/**
 * A page of a document as it was read, in its own letters on its own paper. `quote` is the sentence one came
 * for, filled with the marker and scrolled to; `others` are underlined. Where the page is gone the quote is shown.
 */
export function PagePaper({
  documentId,
  page,
  quote,
  others = [],
}: {
  documentId: string;
  page: number;
  quote?: string | undefined;
  others?: readonly string[];
}) {
  const said = words.value;
  const extracted = useResource(pages(`${documentId}/pages/${page}`));
  const body = useRef<HTMLDivElement>(null);
  const value = extracted.value.value;
  useLayoutEffect(() => {
    const mark = body.current?.querySelector('mark:not(.pale)');
    if (!mark || body.current === null) return;
    const top =
      mark.getBoundingClientRect().top - body.current.getBoundingClientRect().top + body.current.scrollTop;
    body.current.scrollTop = top - body.current.clientHeight * SENTENCE_AT;
  }, [value, quote]);

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
        {isGone && quote !== undefined && <QuoteAlone quote={quote} />}
      </Scroll>
    );
  }
  const main = quote === undefined ? undefined : findQuote(value.text, quote);
  const spans = [
    ...(main === undefined ? [] : [{ ...main, main: true }]),
    ...others.flatMap((other) => {
      const found = findQuote(value.text, other);
      return found === undefined ? [] : [{ ...found, main: false }];
    }),
  ];
  return (
    <Scroll class="src-body" scrollRef={body}>
      {quote !== undefined && main === undefined && <p class="small muted src-note">{said.notFound}</p>}
      <article class="paper" aria-label={said.page(page, null)} dir="auto">
        <p class="run">
          <span class="ellipsis">{value.headings[0]}</span>
          <span class="num">{page}</span>
        </p>
        {paragraphsOf(value.text, value.headings, spans).map(({ pieces, kind }, i) => {
          const inner = pieces.map(({ text, mark }, j) =>
            mark === 'no' ? (
              text
            ) : (
              <mark key={j} class={mark === 'pale' ? 'pale' : undefined}>
                {text}
              </mark>
            ),
          );
          return kind === 'heading' ? (
            <h3 key={i}>{inner}</h3>
          ) : (
            <p key={i} class={kind === 'lines' ? 'lines' : undefined}>
              {inner}
            </p>
          );
        })}
      </article>
    </Scroll>
  );
}

/** What was quoted, where there is no page to show it on. */
export const QuoteAlone = ({ quote }: { quote: string }) => (
  <article class="paper" dir="auto">
    <p>
      <mark>{quote}</mark>
    </p>
  </article>
);
