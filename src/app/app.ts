import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { matchedRoutes } from 'hono/route';
import { v7 } from 'uuid';
import { accountRoutes } from '../accounts/routes.ts';
import { authoringRoutes } from '../authoring/routes.ts';
import { AppError, notFound } from '../base/errors.ts';
import { invalid } from '../base/http.ts';
import { ingestionRoutes } from '../ingestion/routes.ts';
import { insightRoutes } from '../insight/routes.ts';
import { jobRoutes } from '../jobs/routes.ts';
import { learningRoutes } from '../learning/routes.ts';
import { libraryRoutes } from '../library/routes.ts';
import { settingsRoutes } from '../settings/routes.ts';
import { tutoringRoutes } from '../tutoring/routes.ts';
import { authenticate, staffOnly } from './authenticate.ts';
import type { AppEnv } from './deps.ts';
import { answerFailure } from './failures.ts';
import { SECURITY_HEADERS, withHeaders } from './headers.ts';
import { healthRoutes } from './health-routes.ts';
import { describeApi } from './openapi.ts';
import { servePage } from './pages.ts';

/** JSON bodies; files and long texts have limits of their own where they are taken. */
const MAX_JSON_BYTES = 1024 * 1024;
const OWN_LIMIT = new Set([
  '/api/admin/files/upload',
  '/api/admin/ingestion/text',
  '/api/admin/users/import',
]);

/** The front hall, made once an isolate: every room mounted, every answer with its id, headers and, where it failed, the one error's form. */
export function makeApp(): OpenAPIHono<AppEnv> {
  const app = new OpenAPIHono<AppEnv>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error);
    },
  });

  app.use(async (c, next) => {
    const began = performance.now();
    const requestId = v7();
    c.set('requestId', requestId);
    c.set('needs', c.env);
    await next();
    const answer = withHeaders(c.res, {
      ...SECURITY_HEADERS,
      ...rateHeaders(c.get('rate')),
      'X-Request-Id': requestId,
    });
    // Hono merges the old answer's headers into a new one, which an upgrade's immutable ones don't survive.
    c.res = undefined;
    c.res = answer;
    c.env.log('request', {
      requestId,
      method: c.req.method,
      route: matchedRoutes(c).findLast(({ method }) => method === c.req.method)?.path ?? 'none',
      status: answer.status,
      ms: Math.round(performance.now() - began),
      organizationId: c.get('person')?.organizationId,
    });
  });

  app.onError(answerFailure);
  app.notFound(() => {
    throw notFound();
  });

  app.use('/api/*', authenticate);
  app.use('/api/admin/*', staffOnly);
  app.use('/api/*', (c, next) => (OWN_LIMIT.has(c.req.path) ? next() : limitJson(c, next)));

  // One by one: their joined type, which nobody asks for, took the type checker longer than all the rest.
  app.route('/', accountRoutes);
  app.route('/', settingsRoutes);
  app.route('/', insightRoutes);
  app.route('/', jobRoutes);
  app.route('/', ingestionRoutes);
  app.route('/', tutoringRoutes);
  app.route('/', libraryRoutes);
  app.route('/', authoringRoutes);
  app.route('/', learningRoutes);
  app.route('/', healthRoutes);

  describeApi(app);
  app.all('/api/*', () => {
    throw notFound();
  });
  app.all('*', servePage);

  return app;
}

const limitJson = bodyLimit({
  maxSize: MAX_JSON_BYTES,
  onError: () => {
    throw new AppError('payload_too_large');
  },
});

function rateHeaders(rate: AppEnv['Variables']['rate']): Record<string, string> {
  if (rate === undefined) return {};
  return {
    'X-RateLimit-Limit': String(rate.limit),
    'X-RateLimit-Remaining': String(rate.remaining),
    'X-RateLimit-Reset': String(rate.reset),
  };
}
