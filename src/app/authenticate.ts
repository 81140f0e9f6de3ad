/** Who is asking: a token from the header, the cookie or a WebSocket's subprotocol, judged by signature and gate. */
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { type Bucket, tooMany } from '../accounts/gate.ts';
import { type Claims, readToken, SESSION_COOKIE } from '../accounts/token.ts';
import type { Config } from '../base/env.ts';
import { AppError } from '../base/errors.ts';
import type { AppEnv } from './deps.ts';

const PUBLIC = new Set([
  'POST /api/auth/register',
  'POST /api/auth/login',
  'GET /api/health',
  'GET /api/openapi.json',
  'GET /api/docs',
]);

/** Media come in numbers: a page of slides is dozens of requests. */
const MEDIA_FACTOR = 10;

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

export const authenticate: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (isPublic(c)) return next();
  const credential = findCredential(c);
  if (credential === undefined) throw new AppError('authentication_error');
  const { config, gate, clock } = c.env;
  const claims = await readToken(credential.token, config.jwtSecret, clock());
  if (credential.fromCookie && changesThings(c)) requireSameOrigin(c);
  await enter(c, claims, { gate, config });
  await next();
};

/** Staff rooms: a learner learns nothing of what exists there, not even which paths do. */
export const staffOnly: MiddlewareHandler<AppEnv> = async (c, next) => {
  if (c.get('person')?.role === 'learner') throw new AppError('authorization_error');
  await next();
};

async function enter(
  c: Context<AppEnv>,
  { sub, organizationId, role, jti }: Claims,
  { gate, config }: Pick<AppEnv['Bindings'], 'gate' | 'config'>,
): Promise<void> {
  const bucket = bucketOf(c);
  const admission = await gate.admit(sub, {
    jti,
    organizationId,
    role,
    bucket,
    limit: limitOf(bucket, config),
  });
  if (admission.verdict === 'unknown') throw new AppError('authentication_error');
  c.set('rate', admission.rate);
  if (admission.verdict === 'limited') throw tooMany(admission.rate, c.env.clock());
  c.set('person', { userId: sub, organizationId, role, learnerId: admission.learnerId });
  c.set('token', { jti, expiresAt: new Date(admission.exp * 1000) });
}

function isPublic(c: Context<AppEnv>): boolean {
  const method = c.req.method === 'HEAD' ? 'GET' : c.req.method;
  return PUBLIC.has(`${method} ${c.req.path}`);
}

type Credential = { token: string; fromCookie: boolean };

function findCredential(c: Context<AppEnv>): Credential | undefined {
  const header = c.req.header('Authorization');
  if (header !== undefined) {
    const token = /^Bearer +(\S+)$/i.exec(header)?.[1];
    return token === undefined ? undefined : { token, fromCookie: false };
  }
  const offered = isUpgrade(c) ? (c.req.header('Sec-WebSocket-Protocol') ?? '') : '';
  const spoken = offered
    .split(',')
    .map((protocol) => protocol.trim())
    .find((protocol) => protocol.startsWith('bearer.'));
  if (spoken !== undefined) return { token: spoken.slice('bearer.'.length), fromCookie: false };
  const cookie = getCookie(c, SESSION_COOKIE);
  return cookie === undefined ? undefined : { token: cookie, fromCookie: true };
}

const isUpgrade = (c: Context<AppEnv>): boolean => c.req.header('Upgrade')?.toLowerCase() === 'websocket';

const changesThings = (c: Context<AppEnv>): boolean => !SAFE.has(c.req.method) || isUpgrade(c);

/** A browser sends the cookie for whoever asks, so whoever asks must be us. */
function requireSameOrigin(c: Context<AppEnv>): void {
  if (c.req.header('Origin') !== new URL(c.req.url).origin)
    throw new AppError('authorization_error', 'A cookie is only taken from our own pages.');
}

function bucketOf(c: Context<AppEnv>): Bucket {
  if (c.req.path.startsWith('/api/media/')) return 'media';
  return c.req.method === 'POST' && c.req.path === '/api/admin/files/upload' ? 'uploads' : 'requests';
}

function limitOf(bucket: Bucket, { rates }: Config): number {
  switch (bucket) {
    case 'requests':
      return rates.requests;
    case 'media':
      return rates.requests * MEDIA_FACTOR;
    case 'uploads':
      return rates.uploads;
    default:
      return bucket satisfies never;
  }
}
