import { useLocation } from 'preact-iso';
import { withQuery } from '../api/client.ts';

type Change = Record<string, string | undefined>;

/** What a page shows, kept in its address, so that back, forward and a bookmark bring the same again. */
export function useQuery(): {
  query: Record<string, string | undefined>;
  /** A place of its own: back leads to the one before. */
  go: (change: Change) => void;
  /** The same place, seen otherwise. */
  set: (change: Change) => void;
} {
  const { path, query, route } = useLocation();
  const to = (change: Change, replace: boolean) => route(withQuery(path, { ...query, ...change }), replace);
  return { query, go: (change) => to(change, false), set: (change) => to(change, true) };
}
