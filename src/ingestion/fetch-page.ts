/** Fetches a monitored page if it changed: politely, conditionally, and never from inside somebody's network. */

import { type Failure, type FetchNeeds, failed, guardedFetch } from './guarded-fetch.ts';
import { refusedByRobots } from './robots.ts';

export type PageNeeds = FetchNeeds & {
  /** Milliseconds since 1970, to understand dates in Retry-After. */
  now: () => number;
};

export type PageRequest = {
  url: string;
  /** The validators of the version that is kept, if any. */
  etag?: string | null;
  lastModified?: string | null;
  /** `host:port` that may be private, exact (ALLOW_PRIVATE_URLS). */
  exempt?: readonly string[];
  /** 10 MB unless given. */
  maxBytes?: number;
  /** For everything together, robots.txt included: 30 s unless given. */
  timeoutMs?: number;
  /** Five unless given. */
  maxRedirects?: number;
};

export type PageFailure = Failure & {
  /** How long the site asked to be left alone. */
  retryAfterSeconds?: number;
};

export type FetchedPage =
  | { kind: 'unchanged' }
  | {
      kind: 'page';
      bytes: Uint8Array;
      contentType: string | null;
      etag: string | null;
      lastModified: string | null;
      /** Where the redirects led. */
      finalUrl: string;
    }
  | PageFailure;

/** Asks for the page unless robots.txt forbids it. Rejects never: what a site does wrong is a failure with its reason. */
export async function fetchPage(needs: PageNeeds, request: PageRequest): Promise<FetchedPage> {
  const {
    url,
    etag,
    lastModified,
    exempt = [],
    maxBytes = 10 * 1024 * 1024,
    timeoutMs = 30_000,
    maxRedirects = 5,
  } = request;
  const bounds = { exempt, signal: AbortSignal.timeout(timeoutMs) };
  const answer = await guardedFetch(needs, {
    url,
    headers: {
      Accept: 'text/html, application/xhtml+xml, text/markdown, text/plain, application/pdf;q=0.9, */*;q=0.5',
      ...(etag && { 'If-None-Match': etag }),
      ...(lastModified && { 'If-Modified-Since': lastModified }),
    },
    maxBytes,
    maxRedirects,
    permit: (page) => refusedByRobots(needs, page, bounds),
    ...bounds,
  });
  if (answer.kind === 'failed') return answer;
  const { status, headers, bytes, finalUrl } = answer;
  if (status === 304) return { kind: 'unchanged' };
  if (status < 200 || status > 299) return refusal(status, headers.get('Retry-After'), needs.now());
  if (bytes.length === 0) return failed('The page is empty.', true);
  return {
    kind: 'page',
    bytes,
    contentType: headers.get('Content-Type'),
    etag: headers.get('ETag'),
    lastModified: headers.get('Last-Modified'),
    finalUrl,
  };
}

const MEANINGS = new Map([
  [401, 'asks for a log-in'],
  [403, 'refuses to show the page'],
  [404, 'has no page at this address any more'],
  [410, 'has removed the page for good'],
  [429, 'asks to be visited less often'],
  [451, 'may not show the page for legal reasons'],
]);

function refusal(status: number, retryAfter: string | null, now: number): PageFailure {
  const meaning =
    MEANINGS.get(status) ?? (status >= 500 ? 'has an error of its own' : 'did not deliver the page');
  const retryable = status >= 500 || [408, 425, 429].includes(status);
  const failure = failed(`The site ${meaning} (status ${status}).`, retryable);
  const seconds = retryAfter === null ? null : secondsUntil(retryAfter, now);
  return seconds === null ? failure : { ...failure, retryAfterSeconds: seconds };
}

/** Retry-After is a number of seconds or a date. */
function secondsUntil(value: string, now: number): number | null {
  if (/^\d+$/.test(value)) return Number(value);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000));
}

/** After this many failures in a row a page is no longer checked, and its admin is told. */
export const MAX_FAILURES = 10;

/**
 * When to look again: at the plain interval up to three failures in a row, then after twice as long with each more;
 * never after ten.
 */
export function nextCheckAt({
  now,
  checkIntervalMin,
  failuresInARow,
}: {
  now: Date;
  checkIntervalMin: number;
  failuresInARow: number;
}): Date | null {
  if (failuresInARow >= MAX_FAILURES) return null;
  const factor = 2 ** Math.max(0, failuresInARow - 3);
  return new Date(now.getTime() + checkIntervalMin * 60_000 * factor);
}
