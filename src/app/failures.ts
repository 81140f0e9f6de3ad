/** What was thrown, as the one error's form; what is ours is logged and says nothing internal. */
import type { Context } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { v7 } from 'uuid';
import { AppError, ERRORS, type ErrorType, toAppError } from '../base/errors.ts';
import { describeError } from '../base/log.ts';
import type { AppEnv } from './deps.ts';

export function answerFailure(thrown: unknown, c: Context<AppEnv>): Response {
  const error = thrown instanceof HTTPException ? translated(thrown) : toAppError(thrown);
  const requestId = c.get('requestId') ?? v7();
  if (error.errorType === 'server_error')
    c.env.log('request.failed', { requestId, error: describeError(error.cause ?? thrown) });
  if (error.retryAfter !== undefined)
    c.header('Retry-After', String(Math.max(1, Math.ceil(error.retryAfter))));
  return c.json(
    {
      error: error.message,
      errorType: error.errorType,
      ...(error.details === undefined ? {} : { details: error.details }),
      requestId,
    },
    ERRORS[error.errorType].status,
  );
}

/** What Hono itself refuses: malformed JSON, a body over its limit. */
function translated(thrown: HTTPException): AppError {
  const type: ErrorType =
    thrown.status === 413
      ? 'payload_too_large'
      : thrown.status >= 400 && thrown.status < 500
        ? 'validation_error'
        : 'server_error';
  return new AppError(type, type === 'validation_error' ? thrown.message : undefined, { cause: thrown });
}
