import { OpenAPIHono, z } from '@hono/zod-openapi';
import type { Context, MiddlewareHandler } from 'hono';
import { AppError, type ErrorDetail } from './errors.ts';
import type { Person, Role } from './person.ts';

export { createRoute, z } from '@hono/zod-openapi';

/** What every room's routes are made of: a router that lends the room its needs, guards, and the shared schemas. */

export type HttpEnv<Needs> = {
  Variables: {
    needs: Needs;
    requestId: string;
    /** Absent on public routes without a token. */
    person: Person | undefined;
    /** The token that the request came with: what opens a socket must close it when this one ends. */
    token: { jti: string; expiresAt: Date } | undefined;
    /** Said in the `X-RateLimit-*` headers; `reset` in seconds since 1970. */
    rate: { limit: number; remaining: number; reset: number } | undefined;
  };
};

/** A router whose validation failures speak the contract's error, with one line a field. */
export function router<Needs>(): OpenAPIHono<HttpEnv<Needs>> {
  return new OpenAPIHono<HttpEnv<Needs>>({
    defaultHook: (result) => {
      if (!result.success) throw invalid(result.error);
    },
  });
}

/** A zod failure as the contract's `validation_error`. */
export function invalid(error: z.ZodError): AppError {
  const details: ErrorDetail[] = error.issues.map((issue) => ({
    path: issue.path.map(String).join('.'),
    message: issue.message,
  }));
  const first = details[0];
  const message =
    first === undefined ? undefined : `${first.path === '' ? '' : `${first.path}: `}${first.message}`;
  return new AppError('validation_error', message, { details });
}

const ALLOWED = {
  user: ['learner', 'instructor', 'admin'],
  instructor: ['instructor', 'admin'],
  admin: ['admin'],
} as const satisfies Record<string, readonly Role[]>;

function allow(who: keyof typeof ALLOWED): MiddlewareHandler<HttpEnv<unknown>> {
  return async (c, next) => {
    const { role } = personOf(c);
    if (!ALLOWED[who].some((allowed) => allowed === role)) throw new AppError('authorization_error');
    await next();
  };
}

/** Whoever is asking; throws 401 where nobody is. */
export function personOf<Needs>(c: Context<HttpEnv<Needs>>): Person {
  const person = c.get('person');
  if (person === undefined) throw new AppError('authentication_error');
  return person;
}

/** The guard of a route, spread into `createRoute`: 401 for nobody, 403 for the wrong role, before any validation. */
export const only = (who: keyof typeof ALLOWED) => ({ middleware: allow(who), security: [{ bearer: [] }] });

/** `responses` of a route that answers JSON. */
export const json = <Schema extends z.ZodType>(schema: Schema, description = 'OK') => ({
  content: { 'application/json': { schema } },
  description,
});

/** `request.body` of a route that takes JSON. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  content: { 'application/json': { schema } },
  required: true,
});

export const idParam = z.object({ id: z.uuid() });

/** ISO 8601, UTC, as every time in the API. */
export const time = z.iso.datetime();

export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z.string().max(500).optional(),
});

/** A list as the contract has it. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.object({ items: z.array(item), nextCursor: z.string().nullable() });

/** Text that Postgres and JSON can both hold: neither NUL nor lone surrogates. Kept exactly as sent. */
export const plainText = (max: number, min = 0) =>
  z
    .string()
    .min(min)
    .max(max)
    .refine((s) => !s.includes('\0') && s.isWellFormed(), 'text may hold neither NUL nor lone surrogates');

/** What something is called: text that shows. */
export const nameText = (max: number) =>
  plainText(max, 1).refine((s) => s.trim() !== '', 'must hold more than blanks');
