import { type ReadonlySignal, signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { whenIdle } from '../shell/idle.ts';
import { signedInAgain } from './client.ts';

/** What a page shows that was asked of the API: kept between visits, so that going back is instant, and asked anew behind. */
export type Resource<Value> = {
  readonly value: ReadonlySignal<Value | undefined>;
  readonly error: ReadonlySignal<unknown>;
  /** Asks again; what is shown stays until the answer is there. Never throws: `error` has what went wrong. */
  reload: () => Promise<void>;
  /** Changes what is shown ahead of the answer, or with what the feed told. */
  change: (change: (value: Value) => Value) => void;
  forget: () => void;
};

export type Settling = Pick<Resource<unknown>, 'value' | 'error'>;

/** Whether there is something to show of it, if only what went wrong. */
export const isSettled = ({ value, error }: Settling): boolean =>
  value.value !== undefined || error.value !== undefined;

const forgets = new Set<() => void>();

/** Forgets all that was kept, as when somebody else signs in. */
export function forgetResources(): void {
  for (const forget of forgets) forget();
}

/** One question without parameters. */
export function resource<Value>(load: () => Promise<Value>): Resource<Value> {
  const made = makeResource(load);
  forgets.add(made.forget);
  return made;
}

/** One question per key, as per id. */
export function resources<Value>(load: (key: string) => Promise<Value>): (key: string) => Resource<Value> {
  const kept = new Map<string, Resource<Value>>();
  forgets.add(() => kept.clear());
  return (key) => {
    const made = kept.get(key) ?? makeResource(() => load(key));
    kept.set(key, made);
    return made;
  };
}

/** Asks when the page is shown, and again after a session that ended has been taken up anew. */
export function useResource<Value>(used: Resource<Value>): Resource<Value> {
  const times = signedInAgain.value;
  useEffect(() => {
    void used.reload();
  }, [used, times]);
  return used;
}

/** Asks once the page is idle: for what nobody waits for. */
export function useResourceLater<Value>(used: Resource<Value>): Resource<Value> {
  const times = signedInAgain.value;
  useEffect(() => whenIdle(() => void used.reload()), [used, times]);
  return used;
}

function makeResource<Value>(load: () => Promise<Value>): Resource<Value> {
  const value = signal<Value | undefined>(undefined);
  const error = signal<unknown>(undefined);
  let asked = 0;
  return {
    value,
    error,
    reload: async () => {
      const mine = ++asked;
      try {
        const answer = await load();
        if (mine !== asked) return;
        value.value = answer;
        error.value = undefined;
      } catch (thrown) {
        if (mine === asked) error.value = thrown;
      }
    },
    change: (change) => {
      const now = value.peek();
      if (now !== undefined) value.value = change(now);
    },
    forget: () => {
      asked++;
      value.value = undefined;
      error.value = undefined;
    },
  };
}
