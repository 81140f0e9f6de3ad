import { useSignal } from '@preact/signals';
import { Button } from '../parts/button.tsx';
import { later } from '../parts/later.tsx';
import { words } from '../words/lesson.ts';
import { told } from '../words/told.ts';
import type { Outgoing } from './outbox.ts';
import { useRoom } from './room.ts';

const SaidAgain = later(async () => (await import('./said-again.tsx')).SaidAgain);

/** What the learner said; while it waits it says so, and nothing of it is lost. The last may be put in other words. */
export function Said({
  id,
  content,
  waiting,
  isLast,
}: {
  id: string;
  content: string;
  waiting: Outgoing | null;
  isLast: boolean;
}) {
  const { talk, isReadOnly } = useRoom();
  const said = words.value.thread;
  const isEditing = useSignal(false);
  const isOffline = waiting?.state === 'waiting';
  const canEdit =
    isLast && waiting === null && !isReadOnly.value && talk.lesson.value.session?.completedAt === null;
  if (canEdit && isEditing.value) {
    const end = () => {
      isEditing.value = false;
    };
    return (
      <SaidAgain
        content={content}
        onCancel={end}
        onSay={(words) => {
          end();
          talk.tell({ event: 'session:edit', data: { messageId: id, content: words } });
        }}
      />
    );
  }
  return (
    <div class={isOffline || waiting?.state === 'refused' ? 'you you-waiting' : 'you'}>
      <p dir="auto">
        <span class="sr">{(isReadOnly.value ? said.theirs : said).you}: </span>
        {content}
      </p>
      {canEdit && (
        <Button
          kind="bare"
          icon="pencil"
          label={said.edit}
          onClick={() => {
            isEditing.value = true;
          }}
        />
      )}
      {isOffline && <small>{said.waiting}</small>}
      {waiting?.state === 'refused' && (
        <small class="wrong" role="alert">
          {said.refused(told.value.sentence(waiting.because ?? ''))}{' '}
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
