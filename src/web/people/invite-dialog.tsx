import { useState } from 'preact/hooks';
import { sentence } from '../api/client.ts';
import { invite, type Role } from '../api/people.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field, SelectField } from '../parts/field.tsx';
import { words } from '../words/people.ts';
import { shell } from '../words/shell.ts';

const HOURS_A_DAY = 24;

/** Makes an invite and shows its link, once. */
export function InviteDialog({ open, onClose }: { open: boolean; onClose: (hasMade: boolean) => void }) {
  const said = words.value.form;
  const [url, setUrl] = useState<string>();
  const close = () => {
    onClose(url !== undefined);
    setUrl(undefined);
  };
  return (
    <Dialog title={said.title} open={open} onClose={close}>
      {url === undefined ? <InviteForm onMade={setUrl} /> : <Link url={url} onDone={close} />}
    </Dialog>
  );
}

function InviteForm({ onMade }: { onMade: (url: string) => void }) {
  const said = words.value.form;
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('learner');
  const [days, setDays] = useState('7');
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setError(undefined);
    try {
      const made = await invite({
        email: email.trim() === '' ? null : email.trim(),
        role,
        expiresInHours: Number(days) * HOURS_A_DAY,
      });
      onMade(made.url);
    } catch (thrown) {
      setError(sentence(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="stack" onSubmit={submit} noValidate>
      <Field
        label={said.email}
        type="email"
        value={email}
        onInput={setEmail}
        hint={said.emailHint}
        error={error}
      />
      <SelectField
        label={words.value.role}
        value={role}
        options={[
          ['learner', shell.value.roles.learner],
          ['instructor', shell.value.roles.instructor],
          ['admin', shell.value.roles.admin],
        ]}
        onInput={setRole}
      />
      <Field label={said.days} type="number" min={1} max={90} value={days} onInput={setDays} />
      <div class="dialog-acts">
        <Button kind="pen" type="submit" busy={isBusy && said.busy}>
          {said.action}
        </Button>
      </div>
    </form>
  );
}

function Link({ url, onDone }: { url: string; onDone: () => void }) {
  const said = words.value.form;
  const [isCopied, setCopied] = useState(false);
  return (
    <div class="stack">
      <p>{said.made}</p>
      <Field label={said.link} value={url} onInput={() => undefined} />
      <div class="dialog-acts">
        <Button
          icon={isCopied ? 'check' : 'copy'}
          onClick={async () => {
            await navigator.clipboard.writeText(url);
            setCopied(true);
          }}
        >
          {isCopied ? said.copied : said.copy}
        </Button>
        <Button kind="pen" onClick={onDone}>
          {said.done}
        </Button>
      </div>
    </div>
  );
}
