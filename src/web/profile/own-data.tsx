import { useSignal } from '@preact/signals';
import { useState } from 'preact/hooks';
import { ask, sentence } from '../api/client.ts';
import { forgetResources } from '../api/resource.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field } from '../parts/field.tsx';
import { toast } from '../parts/toast.tsx';
import { person } from '../who/person.ts';
import { parts } from '../words/parts.ts';
import { words } from '../words/profile.ts';

/** Taking one's data along, and having it erased. */
export function OwnData() {
  const said = words.value.data;
  const isAsking = useSignal(false);
  return (
    <section class="card prof-card" aria-labelledby="h-data">
      <h2 id="h-data">{said.title}</h2>
      <div class="prof-act">
        <p class="muted">{said.exportHint}</p>
        <ButtonLink href="/api/learner/export" download="my-learning.json" icon="download">
          {said.export}
        </ButtonLink>
      </div>
      <div class="prof-act">
        <p class="muted">{said.eraseHint}</p>
        <Button
          kind="alert"
          icon="trash-2"
          onClick={() => {
            isAsking.value = true;
          }}
        >
          {said.erase}
        </Button>
      </div>
      <Dialog
        title={said.eraseTitle}
        open={isAsking.value}
        onClose={() => {
          isAsking.value = false;
        }}
      >
        <Erase
          onClose={() => {
            isAsking.value = false;
          }}
        />
      </Dialog>
    </section>
  );
}

function Erase({ onClose }: { onClose: () => void }) {
  const said = words.value.data;
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await ask('DELETE', '/api/learner', { body: { password } });
      toast(said.erased);
      forgetResources();
      // A learner's account went with it; staff stay who they are.
      if (person.peek()?.role === 'learner') person.value = null;
      onClose();
    } catch (thrown) {
      setError(sentence(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <p>{said.eraseHint}</p>
      <Field
        label={said.eraseConfirm}
        type="password"
        autocomplete="current-password"
        value={password}
        onInput={setPassword}
        error={error}
      />
      <div class="dialog-acts">
        <Button onClick={onClose}>{parts.value.cancel}</Button>
        <Button kind="alert" type="submit" disabled={password === ''} busy={isBusy && said.erasing}>
          {said.eraseAction}
        </Button>
      </div>
    </form>
  );
}
