import { signal } from '@preact/signals';
import { parts } from '../words/parts.ts';
import { told } from '../words/told.ts';

/** The one way the pages ask the API: JSON out and in, the cookie for who asks, the contract's error thrown. */

export class ApiError extends Error {
  /** HTTP status; 0 where no answer came at all. */
  readonly status: number;
  readonly errorType: string;
  readonly details: readonly { path: string; message: string }[];
  readonly requestId: string | undefined;

  constructor(
    status: number,
    body: {
      error?: string;
      errorType?: string;
      details?: { path: string; message: string }[];
      requestId?: string;
    },
  ) {
    super(body.error ?? parts.peek().errors.unknown);
    this.status = status;
    this.errorType = body.errorType ?? 'unknown';
    this.details = body.details ?? [];
    this.requestId = body.requestId;
  }
}

/** Bumped whenever the API says that nobody is signed in; the shell then asks to sign in again, over the page. */
export const refused = signal(0);

/** Counts each signing in again over an open page, so that what was refused meanwhile is asked anew. */
export const signedInAgain = signal(0);

export type Query = Record<string, string | number | boolean | undefined>;

export const withQuery = (path: string, query: Query = {}): string => {
  const given = Object.entries(query).flatMap(([k, v]) =>
    v === undefined || v === '' ? [] : [[k, String(v)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
};

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Asks and gives back the parsed answer. Throws `ApiError`, also for a network that is away (status 0).
 * The answer's shape is the caller's word: client and API are built from one tree and tested together.
 */
export async function ask<Answer>(
  method: Method,
  path: string,
  { body, headers, signal }: { body?: unknown; headers?: Record<string, string>; signal?: AbortSignal } = {},
): Promise<Answer> {
  const response = await reach(path, {
    method,
    // What was begun is finished even where the page goes: a delete whose undo ran out, above all.
    keepalive: method === 'DELETE',
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok) throw await failure(response, path);
  return await response.json();
}

export const get = <Answer>(path: string, query?: Query, signal?: AbortSignal): Promise<Answer> =>
  ask<Answer>('GET', withQuery(path, query), signal === undefined ? {} : { signal });

async function reach(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(path, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(0, { error: parts.peek().errors.offline, errorType: 'offline' });
  }
}

/** The contract's error from a failed answer; a 401 outside of signing in is also told to the shell. */
export async function failure(response: Response, path: string): Promise<ApiError> {
  const body = await response.json().catch(() => ({}));
  if (response.status === 401 && !path.startsWith('/api/auth/log')) refused.value++;
  return new ApiError(response.status, body);
}

/** One sentence for anything that was thrown, in the reader's language where it is known in it. */
export const sentence = (thrown: unknown): string =>
  thrown instanceof ApiError
    ? told.peek().refusal(thrown.errorType, thrown.message)
    : parts.peek().errors.unknown;

export type Page<Item> = { items: Item[]; nextCursor: string | null };
