import { useState } from 'preact/hooks';
import { ask, sentence } from '../api/client.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { toast } from '../parts/toast.tsx';
import { person } from '../who/person.ts';
import { words } from '../words/profile.ts';

/** A new password; every other sign-in ends. */
export function Password() {
  const said = words.value.password;
  const [currentPassword, setCurrent] = useState('');
  const [newPassword, setNext] = useState('');
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      await ask('POST', '/api/auth/password', { body: { currentPassword, newPassword } });
      setCurrent('');
      setNext('');
      toast(said.done);
    } catch (thrown) {
      setError(sentence(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <section class="card prof-card" aria-labelledby="h-password">
      <h2 id="h-password">{said.title}</h2>
      <form class="prof-form" onSubmit={submit} noValidate>
        <input
          class="sr"
          type="email"
          autocomplete="username"
          value={person.value?.email}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
        <Field
          label={said.current}
          type="password"
          autocomplete="current-password"
          value={currentPassword}
          onInput={setCurrent}
          error={error}
        />
        <Field
          label={said.next}
          type="password"
          autocomplete="new-password"
          hint={said.hint}
          value={newPassword}
          onInput={setNext}
        />
        <div>
          <Button
            type="submit"
            disabled={currentPassword === '' || newPassword.length < 8}
            busy={isBusy && said.saving}
          >
            {said.save}
          </Button>
        </div>
      </form>
    </section>
  );
}
