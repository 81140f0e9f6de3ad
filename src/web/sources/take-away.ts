import type { Signal } from '@preact/signals';
import { sentence } from '../api/client.ts';
import { toast } from '../parts/toast.tsx';

/** Out of sight at once, really gone when nobody took it back. */
export function takeAway(
  hidden: Signal<ReadonlySet<string>>,
  id: string,
  /** What is said of it, and what if it could not be done. */
  { gone, kept }: { gone: string; kept?: string },
  really: () => Promise<void>,
): void {
  const show = () => {
    hidden.value = new Set([...hidden.peek()].filter((one) => one !== id));
  };
  hidden.value = new Set([...hidden.peek(), id]);
  toast(gone, {
    undo: show,
    done: () => {
      really().catch((thrown: unknown) => {
        show();
        toast([kept, sentence(thrown)].filter(Boolean).join(' '));
      });
    },
  });
}
