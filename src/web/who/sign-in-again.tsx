import { signedInAgain } from '../api/client.ts';
import { Dialog } from '../parts/dialog.tsx';
import { who } from '../words/who.ts';
import { person } from './person.ts';
import { SignInForm } from './sign-in.tsx';

/** Signing in again over an open page, as the same person or as another. */
export function SignInAgain({ onClose }: { onClose: () => void }) {
  const { email } = person.value ?? { email: '' };
  const words = who.value.again;
  return (
    <Dialog title={words.title} open onClose={() => undefined} lasting>
      <SignInForm
        lead={words.lead(email)}
        email={email}
        onSignedIn={() => {
          onClose();
          signedInAgain.value++;
        }}
      />
      <button
        class="link small"
        type="button"
        onClick={() => {
          onClose();
          person.value = null;
        }}
      >
        {words.other}
      </button>
    </Dialog>
  );
}
