/** Asks for a public address and follows its redirects, each judged anew, within bounds of number, size and time. */

import { judgeAddress, judgeUrl } from './url-guard.ts';

/** Says who asks, so that a site's owner can allow or refuse it in robots.txt. */
export const USER_AGENT = 'NuggetsBot/0.1';

export type FetchNeeds = {
  fetch: (
    url: string,
    init: { method: 'GET'; headers: Record<string, string>; redirect: 'manual'; signal: AbortSignal },
  ) => Promise<Response>;
  /** The addresses a name stands for (by DNS over HTTPS, say); without it, names are judged by themselves alone. */
  resolve?: (hostname: string) => Promise<readonly string[]>;
};

export type Failure = {
  kind: 'failed';
  /** For the admin who watches the page. */
  reason: string;
  /** Whether asking again later may help. */
  retryable: boolean;
};

export type Answer = {
  kind: 'answer';
  status: number;
  headers: Headers;
  bytes: Uint8Array;
  finalUrl: string;
};

export type GuardedRequest = {
  url: string;
  headers: Record<string, string>;
  /** `host:port` that may be private. */
  exempt: readonly string[];
  maxRedirects: number;
  maxBytes: number;
  /** Ends the whole journey, redirects and body included. */
  signal: AbortSignal;
  /** Asked before each address that is not on the origin of the one before. */
  permit?: (url: URL) => Promise<Failure | null>;
};

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/** The last answer of a chain of redirects, whatever its status; never rejects for what the site does. */
export async function guardedFetch(needs: FetchNeeds, request: GuardedRequest): Promise<Answer | Failure> {
  let at = request.url;
  let origin = '';
  for (let hops = 0; hops <= request.maxRedirects; hops += 1) {
    const judged = await judge(needs, at, request.exempt);
    if (judged instanceof URL) {
      const refusal = judged.origin === origin ? null : await request.permit?.(judged);
      if (refusal) return refusal;
      origin = judged.origin;
    } else return judged;
    const step = await ask(needs, judged, request);
    if (step.kind !== 'redirect') return step;
    at = step.to;
  }
  return failed(`The page redirects more than ${request.maxRedirects} times.`, false);
}

export function failed(reason: string, retryable: boolean): Failure {
  return { kind: 'failed', reason, retryable };
}

async function judge(needs: FetchNeeds, text: string, exempt: readonly string[]): Promise<URL | Failure> {
  const verdict = judgeUrl(text, exempt);
  if (!verdict.allowed) return failed(verdict.reason, false);
  const { url } = verdict;
  // What is allowed under no exemption is public by its spelling, but its name may still point inside.
  const spelledPublic = judgeUrl(text, []).allowed;
  if (!needs.resolve || !spelledPublic || /^[\d.]+$|^\[/.test(url.hostname)) return url;
  try {
    const addresses = await needs.resolve(url.hostname);
    if (addresses.length === 0) return failed(`The name ${url.hostname} is not known.`, true);
    return addresses.every(judgeAddress)
      ? url
      : failed(`The name ${url.hostname} leads to an address that is not public.`, false);
  } catch {
    return failed(`The name ${url.hostname} could not be looked up.`, true);
  }
}

async function ask(
  needs: FetchNeeds,
  url: URL,
  { headers, signal, maxBytes }: GuardedRequest,
): Promise<Answer | Failure | { kind: 'redirect'; to: string }> {
  const sent = { 'User-Agent': USER_AGENT, ...headers };
  try {
    const response = await needs.fetch(url.href, {
      method: 'GET',
      headers: sent,
      redirect: 'manual',
      signal,
    });
    const location = response.headers.get('Location');
    if (REDIRECTS.has(response.status) && location) {
      await response.body?.cancel();
      // Relative to where it was said; what is no address at all is judged and refused as such.
      return { kind: 'redirect', to: absolute(location, url) };
    }
    const bytes = await readBounded(response, maxBytes);
    if (bytes === null)
      return failed(`The page is larger than ${Math.round(maxBytes / 1024 / 1024)} MB.`, false);
    return { kind: 'answer', status: response.status, headers: response.headers, bytes, finalUrl: url.href };
  } catch {
    const reason = signal.aborted ? 'The site did not answer in time.' : 'The site could not be reached.';
    return failed(reason, true);
  }
}

function absolute(location: string, base: URL): string {
  try {
    return new URL(location, base).href;
  } catch {
    return location;
  }
}

/** The body, or null where it is longer than allowed; what is declared spares reading, what arrives is counted. */
async function readBounded(response: Response, maxBytes: number): Promise<Uint8Array | null> {
  if (!response.body) return new Uint8Array();
  if (Number(response.headers.get('Content-Length') ?? 0) > maxBytes) {
    await response.body.cancel();
    return null;
  }
  const reader = response.body.getReader();
  const pieces: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.length;
    if (size > maxBytes) {
      await reader.cancel();
      return null;
    }
    pieces.push(value);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
