import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { whenIdle } from './idle.ts';

/** What is drawn once the page is idle, in a task of its own: what is read first stands by then, and is quick to the touch. */
export function Soon({ children }: { children: ComponentChildren }) {
  const [isTime, come] = useState(false);
  useEffect(() => whenIdle(() => come(true)), []);
  return isTime ? children : null;
}
