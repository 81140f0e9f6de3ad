import { OpenAPIHono } from '@hono/zod-openapi';
import { v7 } from 'uuid';
import { AppError, ERRORS, toAppError } from '../base/errors.ts';
import type { HttpEnv } from '../base/http.ts';
import { describeError } from '../base/log.ts';
import type { Deps } from './deps.ts';

/** The front hall: every room mounted, every answer with its id, headers and, where it failed, the one error's form. */
export function makeApp(deps: Deps) {
  const app = new OpenAPIHono<HttpEnv<Deps>>();

  app.use(async (c, next) => {
    c.set('requestId', v7());
    c.set('needs', deps);
    await next();
    c.header('X-Request-Id', c.get('requestId'));
  });

  app.onError((thrown, c) => {
    const error = toAppError(thrown);
    const requestId = c.get('requestId') ?? v7();
    if (error.errorType === 'server_error')
      deps.log('request.failed', { requestId, error: describeError(thrown) });
    if (error.retryAfter !== undefined) c.header('Retry-After', String(error.retryAfter));
    c.header('X-Request-Id', requestId);
    return c.json(
      {
        error: error.message,
        errorType: error.errorType,
        ...(error.details === undefined ? {} : { details: error.details }),
        requestId,
      },
      ERRORS[error.errorType].status,
    );
  });

  app.notFound(() => {
    throw new AppError('not_found');
  });

  return app;
}

export type App = ReturnType<typeof makeApp>;
