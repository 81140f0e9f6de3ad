/** Requests that leave before the SDK makes them: it makes them all the same, and is handed the answer to its very bytes. */

type Fetch = (input: string | URL | Request, init?: RequestInit) => Promise<Response>;

/** A request as the SDK writes it, around the words that are still to come. */
export type Rehearsed = { url: string; headers: Headers; before: string; after: string };

export type Ahead = ReturnType<typeof openAhead>;

export function openAhead() {
  const begun = new Map<string, { answer: Promise<Response>; stop: AbortController }>();

  const taken: Fetch = async (input, init) => {
    const { body, signal } = init ?? {};
    const known = typeof body === 'string' ? begun.get(body) : undefined;
    if (known === undefined || typeof body !== 'string') return fetch(input, init);
    begun.delete(body);
    signal?.addEventListener('abort', () => known.stop.abort(), { once: true });
    return known.answer;
  };

  return {
    /** What the SDK is given in place of `fetch`. */
    fetch: taken,

    /** Sends a request with its last words. What is returned takes it back, unless the SDK has made it by then. */
    begin: ({ url, headers, before, after }: Rehearsed, words: string): (() => void) => {
      const body = before + JSON.stringify(words) + after;
      const stop = new AbortController();
      const answer = fetch(url, { method: 'POST', headers, body, signal: stop.signal });
      // It may fail before anybody looks.
      answer.catch(() => undefined);
      begun.set(body, { answer, stop });
      return () => {
        if (begun.delete(body)) stop.abort();
      };
    },
  };
}
