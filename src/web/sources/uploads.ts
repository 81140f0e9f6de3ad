import { signal } from '@preact/signals';

/** Files on their way up: one after the other, each by itself, so that one that is refused keeps no other back. */

export type Upload = {
  id: string;
  name: string;
  size: number;
  state:
    | { kind: 'queued' }
    /** 0–1 of the bytes. */
    | { kind: 'sending'; part: number }
    | { kind: 'checking' }
    /** Until `at`, milliseconds since 1970, the limit of uploads a minute is used up. */
    | { kind: 'waiting'; at: number }
    /** `status` of the answer, where there was one. */
    | { kind: 'failed'; because: string; status?: number };
};

/** What became of one file's request. */
export type Sent<Job> =
  | { kind: 'done'; jobs: readonly Job[] }
  | { kind: 'refused'; because: string; status?: number }
  /** Milliseconds until it may be tried again. */
  | { kind: 'later'; after: number };

export type UploadNeeds<Item, Job> = {
  send: (item: Item, progress: (part: number) => void) => Promise<Sent<Job>>;
  sleep: (ms: number) => Promise<void>;
  now: () => number;
  newId: () => string;
  accepted: (jobs: readonly Job[]) => void;
};

export function makeUploads<Item extends { name: string; size: number }, Job>(needs: UploadNeeds<Item, Job>) {
  const uploads = signal<readonly Upload[]>([]);
  const queue: { id: string; item: Item }[] = [];
  let isRunning = false;

  const set = (id: string, state: Upload['state']) => {
    uploads.value = uploads.peek().map((upload) => (upload.id === id ? { ...upload, state } : upload));
  };
  const dismiss = (id: string) => {
    uploads.value = uploads.peek().filter((upload) => upload.id !== id);
  };

  const one = async (id: string, item: Item): Promise<void> => {
    for (;;) {
      set(id, { kind: 'sending', part: 0 });
      const sent = await needs.send(item, (part) =>
        set(id, part < 1 ? { kind: 'sending', part } : { kind: 'checking' }),
      );
      switch (sent.kind) {
        case 'done':
          needs.accepted(sent.jobs);
          return dismiss(id);
        case 'refused':
          return set(id, { ...sent, kind: 'failed' });
        case 'later':
          set(id, { kind: 'waiting', at: needs.now() + sent.after });
          await needs.sleep(sent.after);
          break;
        default:
          return sent satisfies never;
      }
    }
  };

  const run = async () => {
    if (isRunning) return;
    isRunning = true;
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) await one(next.id, next.item);
    isRunning = false;
  };

  return {
    uploads,
    dismiss,
    /** Settles when all that is queued has been sent or refused. */
    add: (items: readonly Item[]): Promise<void> => {
      const added = items.map((item) => ({ id: needs.newId(), item }));
      queue.push(...added);
      const shown = added.map(
        ({ id, item }): Upload => ({ id, name: item.name, size: item.size, state: { kind: 'queued' } }),
      );
      uploads.value = [...uploads.peek(), ...shown];
      return run();
    },
  };
}
