import { useMemo, useState } from 'preact/hooks';
import type { Citation, MessageData } from '../../tutoring/protocol.ts';
import { Button } from '../parts/button.tsx';
import { words } from '../words/lesson.ts';
import { Cite } from './cite.tsx';
import { citedNumbers } from './cites.ts';
import { type CiteRender, Markdown } from './markdown.tsx';
import { useRoom } from './room.ts';

const NONE: readonly Citation[] = [];

/** While an answer is being written its sources are not known: every small number in brackets may be one. */
const LIKELY_MAX = 40;

/**
 * How the numbers in a text are shown. The server counts the passages it gave the model; a reader counts what is
 * cited, so each number is shown as its place among those of this answer.
 */
function useCites(text: string, citations: readonly Citation[] | undefined): CiteRender {
  const byNumber = useMemo(
    () => new Map((citations ?? NONE).map((citation) => [citation.n, citation])),
    [citations],
  );
  const known = (n: number) => (citations === undefined ? n >= 1 && n <= LIKELY_MAX : byNumber.has(n));
  const order = citedNumbers(text, known);
  return {
    known,
    render: (n) => {
      const citation = byNumber.get(n);
      const shown = order.indexOf(n) + 1;
      return (
        <Cite key={n} n={shown} citation={citation === undefined ? undefined : { ...citation, n: shown }} />
      );
    },
    key: `${citations === undefined ? 'writing' : 'whole'} ${order.join()}`,
  };
}

/** The words themselves; without a message they are still being written. */
export function AnswerText({ text, message }: { text: string; message: MessageData | null }) {
  const cites = useCites(text, message?.citations);
  return <Markdown text={text} cites={cites} caret={message === null} />;
}

/** What the tutor says: as far as it is written, or whole with its sources and what one may do next. */
export function Answer({
  text,
  message,
  isLast,
}: {
  text: string;
  message: MessageData | null;
  isLast: boolean;
}) {
  return (
    <article class="tutor" aria-label={words.value.thread.tutor}>
      <AnswerText text={text} message={message} />
      {message !== null && <After message={message} isLast={isLast} />}
    </article>
  );
}

/** Whether the search found nothing, and documents are still on their way. */
const isBeingRead = ({ toolCalls }: MessageData): boolean => {
  const result = toolCalls.findLast(({ name }) => name === 'search_nuggets')?.result;
  return typeof result === 'object' && result !== null && 'beingRead' in result;
};

function After({ message, isLast }: { message: MessageData; isLast: boolean }) {
  const { talk, isReadOnly } = useRoom();
  const said = words.value.thread;
  const [copied, setCopied] = useState(false);
  const say = (content: string) => talk.tell({ event: 'session:message', data: { content } });
  const canSpeak = isLast && !isReadOnly.value && talk.lesson.value.session?.completedAt === null;
  const { citations, status } = message;
  const pages = [...new Set(citations.flatMap(({ page }) => (page === null ? [] : [page])))].sort(
    (a, b) => a - b,
  );
  const documents = new Set(citations.map(({ documentId }) => documentId)).size;
  return (
    <div class="after">
      {status === 'cancelled' && <span>{(isReadOnly.value ? said.theirs : said).stopped}</span>}
      {status === 'complete' && isBeingRead(message) && <span>{said.beingRead}</span>}
      {status === 'complete' && citations.length > 0 && <span>{said.sources(documents, pages)}</span>}
      {status === 'cancelled' && canSpeak && (
        <Button kind="bare" icon="refresh-cw" onClick={() => say(said.continueWords)}>
          {said.continueIt}
        </Button>
      )}
      <span class="end row after-acts">
        <Button
          kind="bare"
          icon={copied ? 'check' : 'copy'}
          label={copied ? said.copied : said.copy}
          onClick={async () => {
            await navigator.clipboard.writeText(message.content);
            setCopied(true);
            setTimeout(() => setCopied(false), 2000);
          }}
        />
        {canSpeak && (
          <Button
            kind="bare"
            icon="refresh-cw"
            label={said.anew}
            onClick={() => talk.tell({ event: 'session:regenerate', data: { messageId: message.messageId } })}
          />
        )}
        {canSpeak && status === 'complete' && citations.length > 0 && (
          <Button kind="bare" onClick={() => say(said.simplerWords)}>
            {said.simpler}
          </Button>
        )}
      </span>
    </div>
  );
}
