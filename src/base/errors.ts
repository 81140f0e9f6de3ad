/** The one table of what can go wrong: three mouths (HTTP, socket, job) read it. */

export const ERRORS = {
  validation_error: { status: 400, title: 'The request does not fit.', retry: false },
  authentication_error: { status: 401, title: 'Please sign in.', retry: false },
  authorization_error: { status: 403, title: 'Your role does not allow this.', retry: false },
  not_found: { status: 404, title: 'Not found.', retry: false },
  conflict: { status: 409, title: 'This does not fit the present state.', retry: false },
  payload_too_large: { status: 413, title: 'Too large.', retry: false },
  unsupported_media_type: { status: 415, title: 'This kind of file cannot be read.', retry: false },
  rate_limited: { status: 429, title: 'Too many requests.', retry: true },
  upstream_error: { status: 502, title: 'The model provider did not answer.', retry: true },
  server_error: { status: 500, title: 'Something went wrong on our side.', retry: true },
} as const;

export type ErrorType = keyof typeof ERRORS;
export type ErrorDetail = { path: string; message: string };

/** A refusal whose message may be shown to whoever asked. Everything else that is thrown is a `server_error`. */
export class AppError extends Error {
  readonly errorType: ErrorType;
  readonly details: readonly ErrorDetail[] | undefined;
  /** Seconds after which a repeat may succeed. */
  readonly retryAfter: number | undefined;

  constructor(
    errorType: ErrorType,
    message: string = ERRORS[errorType].title,
    options: { details?: readonly ErrorDetail[]; retryAfter?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'AppError';
    this.errorType = errorType;
    this.details = options.details;
    this.retryAfter = options.retryAfter;
  }
}

export const notFound = (what = 'Not found.'): AppError => new AppError('not_found', what);

/** Returns the value, or throws not-found where there is none: `getX` is `required(await findX())`. */
export function required<T>(value: T | null | undefined, what?: string): T {
  if (value === null || value === undefined) throw notFound(what);
  return value;
}

/** What the outside may know of anything thrown: an AppError as it is, all else as `server_error` with no words of its own. */
export function toAppError(thrown: unknown): AppError {
  return thrown instanceof AppError
    ? thrown
    : new AppError('server_error', ERRORS.server_error.title, { cause: thrown });
}
