import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { sentence } from '../api/client.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { who } from '../words/who.ts';
import { Frame } from './frame.tsx';
import { homeOf, type Person, signIn } from './person.ts';

/** Where to go after signing in: back to where one was sent from, if that is a page of ours. */
const destination = (next: string | undefined, role: Person['role']): string =>
  next?.startsWith('/') && !next.startsWith('//') ? next : homeOf(role);

export function SignInPage() {
  const { route, query } = useLocation();
  const words = who.value.signIn;
  return (
    <Frame>
      <SignInForm
        onSignedIn={(person) => route(destination(query['next'], person.role), true)}
        title={words.title}
        lead={words.lead}
      >
        <p class="after">
          <span>{words.forgot}</span>
          <a class="link" href="/register">
            {words.start}
          </a>
        </p>
      </SignInForm>
    </Frame>
  );
}

/** The form itself; with `email` given it asks for the password alone. */
export function SignInForm({
  title,
  lead,
  email: given,
  onSignedIn,
  children,
}: {
  title?: string;
  lead: string;
  email?: string;
  onSignedIn: (person: Person) => void;
  children?: preact.ComponentChildren;
}) {
  const words = who.value.signIn;
  const [email, setEmail] = useState(given ?? '');
  const [password, setPassword] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    if (email === '' || password === '') return setError(words.missing);
    setBusy(true);
    setError(undefined);
    try {
      onSignedIn(await signIn(email, password));
    } catch (thrown) {
      setError(sentence(thrown));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={submit} noValidate>
      {title !== undefined && <h1>{title}</h1>}
      <p class="lead">{lead}</p>
      {given === undefined && (
        <Field
          label={words.email}
          type="email"
          name="email"
          autocomplete="username"
          value={email}
          onInput={setEmail}
          autofocus
        />
      )}
      {given !== undefined && (
        <input
          class="sr"
          type="email"
          autocomplete="username"
          value={given}
          readOnly
          tabIndex={-1}
          aria-hidden="true"
        />
      )}
      <Field
        label={words.password}
        type="password"
        name="password"
        autocomplete="current-password"
        value={password}
        onInput={setPassword}
        error={error}
      />
      <Button kind="pen" large type="submit" busy={busy && words.busy}>
        {words.action}
      </Button>
      {children}
    </form>
  );
}
