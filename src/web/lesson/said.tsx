import { useSignal } from '@preact/signals';
import { Button } from '../parts/button.tsx';
import { TextField } from '../parts/field.tsx';
import { words } from '../words/lesson.ts';
import { parts } from '../words/parts.ts';
import { MAX_MESSAGE } from './limits.ts';
import type { Outgoing } from './outbox.ts';
import { useRoom } from './room.ts';

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
  const edited = useSignal<string | null>(null);
  const isOffline = waiting?.state === 'waiting';
  const canEdit =
    isLast && waiting === null && !isReadOnly.value && talk.lesson.value.session?.completedAt === null;
  if (canEdit && edited.value !== null) {
    const save = (event: Event) => {
      event.preventDefault();
      const text = edited.peek()?.trim() ?? '';
      edited.value = null;
      if (text !== '' && text !== content)
        talk.tell({ event: 'session:edit', data: { messageId: id, content: text } });
    };
    return (
      <form class="you you-edit" onSubmit={save}>
        <TextField
          label={said.editLabel}
          value={edited.value}
          maxLength={MAX_MESSAGE}
          onInput={(text) => {
            edited.value = text;
          }}
        />
        <div class="row">
          <Button
            onClick={() => {
              edited.value = null;
            }}
          >
            {parts.value.cancel}
          </Button>
          <Button kind="pen" type="submit">
            {said.askAgain}
          </Button>
        </div>
      </form>
    );
  }
  return (
    <div class={isOffline || waiting?.state === 'refused' ? 'you you-waiting' : 'you'}>
      <p dir="auto">
        <span class="sr">{said.you}: </span>
        {content}
      </p>
      {canEdit && (
        <Button
          kind="bare"
          icon="pencil"
          label={said.edit}
          onClick={() => {
            edited.value = content;
          }}
        />
      )}
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
