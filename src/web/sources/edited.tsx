import { type Signal, useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { sentence } from '../api/client.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { parts } from '../words/parts.ts';
import { words } from '../words/watching.ts';

type Editing<Input> = { id: string | undefined; input: Input };

/** Something of a list in its dialog: a new one, or one that is there. What the server refuses is said in place. */
export function Edited<Input>({
  title,
  of,
  save,
  children,
}: {
  title: string;
  of: Signal<Editing<Input> | null>;
  save: (edited: Editing<Input>) => Promise<void>;
  children: (input: Input, set: (change: Partial<Input>) => void) => ComponentChildren;
}) {
  const said = words.value.urls;
  const wrong = useSignal<string | undefined>(undefined);
  const isSaving = useSignal(false);
  const close = () => {
    of.value = null;
    wrong.value = undefined;
  };
  const submit = async (event: Event) => {
    event.preventDefault();
    const edited = of.peek();
    if (edited === null) return;
    isSaving.value = true;
    try {
      await save(edited);
      close();
    } catch (thrown) {
      wrong.value = sentence(thrown);
    } finally {
      isSaving.value = false;
    }
  };
  const now = of.value;
  return (
    <Dialog title={title} open={now !== null} onClose={close}>
      {now !== null && (
        <form class="stack" onSubmit={(event) => void submit(event)}>
          {children(now.input, (change) => {
            of.value = { ...now, input: { ...now.input, ...change } };
          })}
          {wrong.value !== undefined && (
            <p class="wrong" role="alert">
              {wrong.value}
            </p>
          )}
          <div class="dialog-acts">
            <Button onClick={close}>{parts.value.cancel}</Button>
            <Button kind="pen" type="submit" busy={isSaving.value && said.saving}>
              {said.save}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  );
}
