/** The API described by the schemas that validate it: `openapi.json`, and a page to read it on. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import { html, raw } from 'hono/html';
import type { AppEnv } from './deps.ts';

type Document = ReturnType<OpenAPIHono<AppEnv>['getOpenAPI31Document']>;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Adds both routes. The document is made at the first request for it and kept. */
export function describeApi(app: OpenAPIHono<AppEnv>): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Or the cookie that log-in sets; WebSockets may offer the subprotocol `bearer.<jwt>`.',
  });
  let made: Document | undefined;
  const documentOf = () => {
    made ??= app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Nuggets', version: '1', description: 'An AI microlearning LMS. All times are UTC.' },
    });
    return made;
  };
  app.get('/api/openapi.json', (c) => c.json(documentOf()));
  app.get('/api/docs', (c) => c.html(page(documentOf())));
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
