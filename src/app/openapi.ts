/** The API described by the schemas that validate it: `openapi.json`, and a page to read it on. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { html, raw } from 'hono/html';
import { ERRORS } from '../base/errors.ts';
import { z } from '../base/http.ts';
import type { AppEnv } from './deps.ts';

type Document = ReturnType<OpenAPIHono<AppEnv>['getOpenAPI31Document']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** What every operation may answer instead, with its status by `errorType`. */
const Refusal = z.object({
  error: z.string(),
  errorType: z.enum(Object.keys(ERRORS)),
  details: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
  requestId: z.uuid(),
});

/** Adds both routes. The document is made at the first request for it and kept. */
export function describeApi(app: OpenAPIHono<AppEnv>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Or the cookie that log-in sets; WebSockets may offer the subprotocol `bearer.<jwt>`.',
  });
  app.openAPIRegistry.register('Error', Refusal);
  let made: Document | undefined;
  const documentOf = () => {
    made ??= told(
      app.getOpenAPI31Document({
        openapi: '3.1.0',
        info: { title: 'Nuggets', version: '1', description: 'An AI microlearning LMS. All times are UTC.' },
      }),
    );
    return made;
  };
  app.get('/api/openapi.json', (c) => c.json(documentOf()));
  app.get('/api/docs', (c) => c.html(page(documentOf())));
}

const refused = {
  description: 'Refused; `errorType` says why',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
} as const;

/** The document with what holds for every operation, and its paths without the router's patterns: `{path{.+}}`. */
function told(document: Document): Document {
  const paths: Document['paths'] = {};
  for (const [path, operations] of Object.entries(document.paths ?? {})) {
    for (const method of METHODS) {
      const { responses } = operations[method] ?? {};
      if (responses !== undefined) responses.default = refused;
    }
    paths[path.replace(/\{(\w+)\{[^}]*\}\}/g, '{$1}')] = operations;
  }
  return { ...document, paths };
}

const page = (document: Document) => html`<!doctype html>
  <html lang="en" style="color-scheme: light dark">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <title>Nuggets API</title>
    </head>
    <body style="font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem">
      <h1>Nuggets API</h1>
      <p>The same as <a href="/api/openapi.json">openapi.json</a>, to read.</p>
      ${Object.entries(document.paths ?? {})
        .toSorted(([a], [b]) => a.localeCompare(b))
        .flatMap(([path, item]) => METHODS.map((method) => ({ path, method, operation: item[method] })))
        .map(({ operation, ...at }) => (operation === undefined ? '' : section(at, operation)))}
      <h2>Shapes</h2>
      ${Object.entries(document.components?.schemas ?? {}).map(
        ([name, schema]) =>
          html`<details id="${name}"><summary><code>${name}</code></summary>${pretty(schema)}</details>`,
      )}
    </body>
  </html>`;

type Operation = NonNullable<NonNullable<Document['paths']>[string]['get']>;

const section = ({ path, method }: { path: string; method: string }, operation: Operation) => html`<details>
    <summary>
      <strong><code>${method.toUpperCase()} ${path}</code></strong> ${operation.summary ?? ''}
      ${operation.security === undefined ? raw('<em>(public)</em>') : ''}
    </summary>
    ${operation.parameters === undefined ? '' : pretty(operation.parameters)}
    ${operation.requestBody === undefined ? '' : pretty(operation.requestBody)} ${pretty(operation.responses ?? {})}
  </details>`;

const pretty = (value: unknown) =>
  html`<pre style="overflow: auto; padding: 0.5rem; border: 1px solid">${JSON.stringify(value, null, 2)}</pre>`;
