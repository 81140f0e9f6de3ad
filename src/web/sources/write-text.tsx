import { useSignal } from '@preact/signals';
import { jobs } from '../api/admin-sources.ts';
import { sentence } from '../api/client.ts';
import { addText } from '../api/watching.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field, TextField } from '../parts/field.tsx';
import { parts } from '../words/parts.ts';
import { words } from '../words/watching.ts';

/** What is being written outlives a reload. */
const KEY = 'nuggets.text';

/** A text written here instead of a file. */
export function WriteText() {
  const said = words.value.text;
  const isOpen = useSignal(false);
  return (
    <>
      <Button
        icon="pencil"
        onClick={() => {
          isOpen.value = true;
        }}
      >
        {said.act}
      </Button>
      <Dialog
        wide
        title={said.title}
        open={isOpen.value}
        onClose={() => {
          isOpen.value = false;
        }}
      >
        <Form
          onEnd={() => {
            isOpen.value = false;
          }}
        />
      </Dialog>
    </>
  );
}

function Form({ onEnd }: { onEnd: () => void }) {
  const said = words.value.text;
  const draft = useSignal<{ title: string; content: string }>(
    JSON.parse(localStorage.getItem(KEY) ?? '{"title":"","content":""}'),
  );
  const wrong = useSignal<string | undefined>(undefined);
  const isSaving = useSignal(false);
  const set = (change: Partial<typeof draft.value>) => {
    draft.value = { ...draft.peek(), ...change };
    localStorage.setItem(KEY, JSON.stringify(draft.peek()));
    wrong.value = undefined;
  };
  const save = async (event: Event) => {
    event.preventDefault();
    const { title, content } = draft.peek();
    if (title.trim() === '' || content.trim() === '') {
      wrong.value = said.incomplete;
      return;
    }
    isSaving.value = true;
    try {
      await addText(title.trim(), content);
      localStorage.removeItem(KEY);
      await jobs.reload();
      onEnd();
    } catch (thrown) {
      wrong.value = sentence(thrown);
    } finally {
      isSaving.value = false;
    }
  };
  return (
    <form class="stack" onSubmit={(event) => void save(event)}>
      <Field
        label={said.name}
        value={draft.value.title}
        maxLength={300}
        onInput={(title) => set({ title })}
      />
      <TextField
        label={said.content}
        hint={said.contentHint}
        rows={12}
        value={draft.value.content}
        error={wrong.value}
        onInput={(content) => set({ content })}
      />
      <div class="dialog-acts">
        <Button onClick={onEnd}>{parts.value.cancel}</Button>
        <Button kind="pen" type="submit" busy={isSaving.value && said.saving}>
          {said.save}
        </Button>
      </div>
    </form>
  );
}
