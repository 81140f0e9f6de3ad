/** The pages: files of the build, and for every other address the shell, which finds its own way. */
import type { Context } from 'hono';
import { notFound } from '../base/errors.ts';
import type { AppEnv } from './deps.ts';
import { withHeaders } from './headers.ts';

/** Vite names these by their content. */
const IMMUTABLE = 'public, max-age=31536000, immutable';

export async function servePage(c: Context<AppEnv>): Promise<Response> {
  const { assets } = c.env;
  if (assets === undefined || (c.req.method !== 'GET' && c.req.method !== 'HEAD')) throw notFound();
  const response = await assets.fetch(c.req.raw);
  if (!response.ok || !c.req.path.startsWith('/assets/')) return response;
  // A file that is gone is answered with the shell: that must not be kept for a year under the file's name.
  const isShell = response.headers.get('Content-Type')?.startsWith('text/html') ?? false;
  if (isShell) throw notFound();
  return withHeaders(response, { 'Cache-Control': IMMUTABLE });
}
