import type { Citation } from '../../tutoring/protocol.ts';
import { words } from '../words/lesson.ts';
import { useRoom } from './room.ts';

/** The yellow number: opens the page beside the text. Without a source yet it is a number of the same size. */
export function Cite({ n, citation }: { n: number; citation: Citation | undefined }) {
  const room = useRoom();
  const label = words.value.cite;
  if (citation === undefined) {
    return (
      <span class="cite" role="img" aria-label={label.bare(n)}>
        {n}
      </span>
    );
  }
  const isOpen = isSame(room.source.value, citation);
  return (
    <button
      type="button"
      class="cite"
      aria-label={label.label(n, citation.title, citation.page)}
      aria-current={isOpen ? 'true' : undefined}
      title={citation.quote}
      onClick={() => (isOpen ? room.close() : room.open(citation))}
    >
      {n}
    </button>
  );
}

export const isSame = (a: Citation | null, b: Citation): boolean =>
  a !== null && a.nuggetId === b.nuggetId && a.page === b.page && a.quote === b.quote;
