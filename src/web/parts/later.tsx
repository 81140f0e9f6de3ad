import { signal } from '@preact/signals';
import type { FunctionComponent } from 'preact';
import { useEffect } from 'preact/hooks';
import { wordsReady } from '../words/language.ts';
import { parts } from '../words/parts.ts';
import { toast } from './toast.tsx';

/** A part of a page whose code comes when it is first shown, together with its words in the reader's language. */
export function later<Props extends object>(
  load: () => Promise<FunctionComponent<Props>>,
): FunctionComponent<Props> {
  const found = signal<FunctionComponent<Props> | null>(null);
  const bring = async () => {
    if (found.peek() !== null) return;
    try {
      const component = await load();
      await wordsReady();
      found.value = component;
    } catch {
      toast(parts.peek().errors.offline);
    }
  };
  return function Later(props) {
    useEffect(() => void bring(), []);
    const Found = found.value;
    return Found === null ? null : <Found {...props} />;
  };
}
