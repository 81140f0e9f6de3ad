import { words } from '../words/lesson.ts';
import type { Outgoing } from './outbox.ts';
import { useRoom } from './room.ts';

/** What the learner said; while it waits it says so, and nothing of it is lost. */
export function Said({ content, waiting }: { content: string; waiting: Outgoing | null }) {
  const { talk } = useRoom();
  const said = words.value.thread;
  const isOffline = waiting?.state === 'waiting';
  return (
    <div class={isOffline || waiting?.state === 'refused' ? 'you you-waiting' : 'you'}>
      <p dir="auto">
        <span class="sr">{said.you}: </span>
        {content}
      </p>
      {isOffline && <small>{said.waiting}</small>}
      {waiting?.state === 'refused' && (
        <small class="wrong" role="alert">
          {said.refused(waiting.because ?? '')}{' '}
          <button type="button" class="link" onClick={() => talk.again(waiting.frame.id)}>
            {said.sendAgain}
          </button>{' '}
          <button type="button" class="link" onClick={() => talk.drop(waiting.frame.id)}>
            {said.drop}
          </button>
        </small>
      )}
    </div>
  );
}
