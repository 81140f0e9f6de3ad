import { jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { AppError } from '../base/errors.ts';
import { OrganizationId, UserId } from '../base/ids.ts';
import { Role } from '../base/person.ts';

/** Where the pages keep the token: httpOnly, so that no script can read it. */
export const SESSION_COOKIE = 'nuggets_session';

/** Session tokens: HS256 JWTs of which every claim is required. Whether one was ever issued is the gate's to say. */
const Claims = z.object({
  sub: UserId,
  organizationId: OrganizationId,
  role: Role,
  jti: z.uuid(),
  /** Seconds since 1970. */
  iat: z.number().int(),
  exp: z.number().int(),
});
export type Claims = z.infer<typeof Claims>;

const keyOf = (secret: string) => new TextEncoder().encode(secret);

export const signToken = (
  { sub, organizationId, role, jti, iat, exp }: Claims,
  secret: string,
): Promise<string> =>
  new SignJWT({ organizationId, role })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
    .setSubject(sub)
    .setJti(jti)
    .setIssuedAt(iat)
    .setExpirationTime(exp)
    .sign(keyOf(secret));

/** Throws `authentication_error` for a token that is badly signed, of another algorithm, expired or short of a claim. */
export async function readToken(token: string, secret: string, now: Date): Promise<Claims> {
  try {
    const { payload } = await jwtVerify(token, keyOf(secret), { algorithms: ['HS256'], currentDate: now });
    return Claims.parse(payload);
  } catch (cause) {
    throw new AppError('authentication_error', undefined, { cause });
  }
}
