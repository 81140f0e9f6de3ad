import { useSignal, useSignalEffect } from '@preact/signals';
import { refused, signedInAgain } from '../api/client.ts';
import { Dialog } from '../parts/dialog.tsx';
import { who } from '../words/who.ts';
import { person } from './person.ts';
import { SignInForm } from './sign-in.tsx';

/** The session ended under an open page: signing in again happens over it, so that nothing written is lost. */
export function SignedOut() {
  const open = useSignal(false);
  useSignalEffect(() => {
    if (refused.value > 0 && person.peek()) open.value = true;
  });
  const { email } = person.value ?? { email: '' };
  const words = who.value.again;
  return (
    <Dialog title={words.title} open={open.value} onClose={() => undefined} lasting>
      <SignInForm
        lead={words.lead(email)}
        email={email}
        onSignedIn={() => {
          open.value = false;
          signedInAgain.value++;
        }}
      />
      <button
        class="link small"
        type="button"
        onClick={() => {
          open.value = false;
          person.value = null;
        }}
      >
        {words.other}
      </button>
    </Dialog>
  );
}
