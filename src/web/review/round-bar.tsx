import { useEffect } from 'preact/hooks';
import { useRoom } from '../lesson/room.ts';
import { Button } from '../parts/button.tsx';
import { words } from '../words/review.ts';
import { keepRound, roundOf } from './round.ts';

/** Above the talk while a round goes on: which idea one is at, and the way to the next. */
export function RoundBar({ onDone }: { onDone: () => void }) {
  const { sessionId, talk, isReadOnly } = useRoom();
  const round = roundOf(sessionId);
  const said = words.value;
  const { events, session } = talk.lesson.value;
  const isFresh = session !== null && !events.some(({ event }) => event === 'session:message');
  const name = round?.names[round.at];
  const canAsk = name !== undefined && isFresh && !isReadOnly.value && talk.outbox.value.length === 0;
  useEffect(() => {
    if (canAsk) talk.tell({ event: 'session:message', data: { content: said.ask(name) } });
  }, [canAsk]);
  if (round === undefined || name === undefined || session?.completedAt !== null) return null;
  const next = round.names[round.at + 1];
  const isBusy = talk.lesson.value.writing !== null || talk.lesson.value.isThinking;
  return (
    <div class="band">
      <b>{said.round(round.at + 1, round.names.length)}</b>
      <span class="grow muted">{said.about(name)}</span>
      <Button
        kind="bare"
        disabled={isBusy}
        onClick={() => {
          if (next === undefined) {
            keepRound(sessionId, undefined);
            onDone();
            return;
          }
          keepRound(sessionId, { ...round, at: round.at + 1 });
          talk.tell({ event: 'session:message', data: { content: said.ask(next) } });
        }}
      >
        {next === undefined ? said.last : said.next(next)}
      </Button>
    </div>
  );
}
