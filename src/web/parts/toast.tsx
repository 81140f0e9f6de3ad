import { signal } from '@preact/signals';
import { parts } from '../words/parts.ts';
import { Button } from './button.tsx';

/**
 * Words that outlive what they are about, above all an undo whose row is gone. What can be said in place is
 * said there. A toast waits while it is pointed at or focused, and its end commits what it offered to undo.
 */
type Toast = {
  id: number;
  text: string;
  undo?: () => void;
  done?: () => void;
  timer: ReturnType<typeof setTimeout>;
};

/** Long enough to read and reach by keyboard. */
const SHOWN_MS = 8000;

const toasts = signal<readonly Toast[]>([]);
let lastId = 0;

const remove = (id: number) => {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
};

const wait = (id: number) => setTimeout(() => finish(id), SHOWN_MS);

function finish(id: number): void {
  const toast = toasts.peek().find((one) => one.id === id);
  if (toast === undefined) return;
  clearTimeout(toast.timer);
  remove(id);
  toast.done?.();
}

/** Says something; `undo` offers a way back, `done` runs once nobody took it. Returns what ends the waiting at once. */
export function toast(text: string, options: { undo?: () => void; done?: () => void } = {}): () => void {
  const id = ++lastId;
  toasts.value = [...toasts.value, { id, text, ...options, timer: wait(id) }];
  return () => finish(id);
}

// A page that goes does first what every open toast still has to do.
addEventListener('pagehide', () => {
  for (const { id } of toasts.peek()) finish(id);
});

const hold = (id: number) => {
  const found = toasts.peek().find((one) => one.id === id);
  if (found !== undefined) clearTimeout(found.timer);
};

const release = (id: number) => {
  toasts.value = toasts.peek().map((one) => {
    if (one.id !== id) return one;
    clearTimeout(one.timer);
    return { ...one, timer: wait(id) };
  });
};

export const Toasts = () => (
  <div class="toasts" role="status" aria-live="polite">
    {toasts.value.map(({ id, text, undo }) => (
      <div
        class="toast"
        key={id}
        onPointerEnter={() => hold(id)}
        onPointerLeave={() => release(id)}
        onFocusIn={() => hold(id)}
        onFocusOut={() => release(id)}
      >
        <span class="grow">{text}</span>
        {undo !== undefined && (
          <button
            class="link"
            type="button"
            onClick={() => {
              hold(id);
              remove(id);
              undo();
            }}
          >
            {parts.value.undo}
          </button>
        )}
        <Button kind="bare" icon="x" label={parts.value.close} onClick={() => finish(id)} />
      </div>
    ))}
  </div>
);
