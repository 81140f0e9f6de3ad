import { signal } from '@preact/signals';
import { useLocation } from 'preact-iso';
import { sentence } from '../api/client.ts';
import { begin } from '../api/learning.ts';
import { toast } from '../parts/toast.tsx';

/** What is being begun now, by a key of the asker's; one at a time. */
export const beginning = signal<string | null>(null);

/** Begins a lesson and goes there; says why where it cannot. */
export function useBegin(): (key: string, wish: Parameters<typeof begin>[0]) => Promise<void> {
  const { route } = useLocation();
  return async (key, wish) => {
    if (beginning.peek() !== null) return;
    beginning.value = key;
    try {
      const { id } = await begin(wish);
      route(`/lessons/${id}`);
    } catch (thrown) {
      toast(sentence(thrown));
    } finally {
      beginning.value = null;
    }
  };
}
