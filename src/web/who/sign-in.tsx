import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ApiError, sentence } from '../api/client.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { told } from '../words/told.ts';
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

type Fault = { at: 'email' | 'password'; because: string };

/** What was refused, at the field it is about. */
function faultOf(thrown: unknown): Fault {
  const email = thrown instanceof ApiError ? thrown.details.find(({ path }) => path === 'email') : undefined;
  return email === undefined
    ? { at: 'password', because: sentence(thrown) }
    : { at: 'email', because: told.peek().sentence(email.message) };
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
  const [fault, setFault] = useState<Fault>();
  const [busy, setBusy] = useState(false);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    if (email === '' || password === '') return setFault({ at: 'password', because: words.missing });
    setBusy(true);
    setFault(undefined);
    try {
      onSignedIn(await signIn(email, password));
    } catch (thrown) {
      setFault(faultOf(thrown));
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
          error={fault?.at === 'email' ? fault.because : undefined}
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
        error={fault?.at === 'email' && given === undefined ? undefined : fault?.because}
      />
      <Button kind="pen" large type="submit" busy={busy && words.busy}>
        {words.action}
      </Button>
      {children}
    </form>
  );
}
