import { useSignal, useSignalEffect } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { refused } from '../api/client.ts';
import { wordsReady } from '../words/language.ts';
import { person } from './person.ts';

/**
 * The session ended under an open page: signing in again happens over it, so that nothing written is lost. What
 * asks for it comes only then, because most visits never need it.
 */
export function SignedOut() {
  const open = useSignal(false);
  const Dialog = useSignal<FunctionComponent<{ onClose: () => void }> | null>(null);
  useSignalEffect(() => {
    if (refused.value === 0 || !person.peek() || open.peek()) return;
    open.value = true;
    void import('./sign-in-again.tsx').then(async ({ SignInAgain }) => {
      await wordsReady();
      Dialog.value = SignInAgain;
    });
  });
  if (!open.value || Dialog.value === null) return null;
  return (
    <Dialog.value
      onClose={() => {
        open.value = false;
      }}
    />
  );
}
