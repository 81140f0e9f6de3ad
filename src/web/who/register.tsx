import { useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import { ApiError, sentence } from '../api/client.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { Failed } from '../parts/states.tsx';
import { told } from '../words/told.ts';
import { who } from '../words/who.ts';
import { Frame } from './frame.tsx';
import { homeOf, joinOrganization, type Person, registerOrganization } from './person.ts';

const PASSWORD_MIN = 8;

/** A new organization, whose admin one becomes. */
export function RegisterPage() {
  const words = who.value.register;
  return (
    <Frame>
      <NewPersonForm
        title={words.title}
        lead={words.lead}
        action={words.action}
        busyAction={words.busy}
        withOrganization
        enter={registerOrganization}
      />
    </Frame>
  );
}

/** An invited person; the invite's token is in the link's fragment, so that no server logs it. */
export function JoinPage() {
  const words = who.value.join;
  const inviteToken = new URLSearchParams(location.hash.slice(1)).get('token') ?? location.hash.slice(1);
  return (
    <Frame>
      {inviteToken === '' ? (
        <Failed message={words.broken} />
      ) : (
        <NewPersonForm
          title={words.title}
          lead={words.lead}
          action={words.action}
          busyAction={words.busy}
          enter={({ email, name, password }) => joinOrganization({ email, name, password, inviteToken })}
        />
      )}
    </Frame>
  );
}

type Draft = { organizationName: string; name: string; email: string; password: string };

function NewPersonForm({
  title,
  lead,
  action,
  busyAction,
  withOrganization,
  enter,
}: {
  title: string;
  lead: string;
  action: string;
  busyAction: string;
  withOrganization?: boolean;
  enter: (draft: Draft) => Promise<Person>;
}) {
  const words = who.value.register;
  const { route } = useLocation();
  const [draft, setDraft] = useState<Draft>({ organizationName: '', name: '', email: '', password: '' });
  const [errors, setErrors] = useState<Partial<Record<keyof Draft | 'form', string>>>({});
  const [busy, setBusy] = useState(false);
  const set = (key: keyof Draft) => (value: string) => setDraft({ ...draft, [key]: value });

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy) return;
    const wrong = faults(draft, withOrganization === true, words);
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) return;
    setBusy(true);
    try {
      route(homeOf((await enter(draft)).role), true);
    } catch (thrown) {
      setErrors(fromApi(thrown));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form onSubmit={submit} noValidate>
      <h1>{title}</h1>
      <p class="lead">{lead}</p>
      {withOrganization && (
        <Field
          label={words.organization}
          autocomplete="organization"
          value={draft.organizationName}
          onInput={set('organizationName')}
          error={errors.organizationName}
          maxLength={200}
        />
      )}
      <Field
        label={words.name}
        autocomplete="name"
        value={draft.name}
        onInput={set('name')}
        error={errors.name}
        maxLength={200}
      />
      <Field
        label={who.value.signIn.email}
        type="email"
        autocomplete="username"
        value={draft.email}
        onInput={set('email')}
        error={errors.email}
      />
      <Field
        label={words.password}
        type="password"
        autocomplete="new-password"
        hint={words.passwordHint}
        value={draft.password}
        onInput={set('password')}
        error={errors.password}
      />
      {errors.form !== undefined && <Failed message={errors.form} />}
      <Button kind="pen" large type="submit" busy={busy && busyAction}>
        {action}
      </Button>
      <p class="after">
        <a class="link" href="/login">
          {words.have}
        </a>
      </p>
    </form>
  );
}

type Faults = Partial<Record<keyof Draft | 'form', string>>;

function faults(
  draft: Draft,
  withOrganization: boolean,
  words: { needed: string; passwordShort: string },
): Faults {
  const found: Faults = {};
  if (withOrganization && draft.organizationName.trim() === '') found.organizationName = words.needed;
  if (draft.name.trim() === '') found.name = words.needed;
  if (draft.email.trim() === '') found.email = words.needed;
  if (draft.password.length < PASSWORD_MIN) found.password = words.passwordShort;
  return found;
}

/** What the API refused, at the field it is about where it says one. */
function fromApi(thrown: unknown): Faults {
  if (!(thrown instanceof ApiError)) return { form: sentence(thrown) };
  if (thrown.status === 409) return { email: sentence(thrown) };
  const found: Faults = {};
  for (const { path, message } of thrown.details) {
    if (path === 'organizationName' || path === 'name' || path === 'email' || path === 'password')
      found[path] = told.peek().sentence(message);
  }
  return Object.keys(found).length > 0 ? found : { form: sentence(thrown) };
}
