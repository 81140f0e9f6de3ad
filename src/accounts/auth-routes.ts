import type { Context } from 'hono';
import { deleteCookie, setCookie } from 'hono/cookie';
import { AppError, required } from '../base/errors.ts';
import {
  createRoute,
  type HttpEnv,
  json,
  jsonBody,
  nameText,
  only,
  personOf,
  plainText,
  router,
  time,
  z,
} from '../base/http.ts';
import { Role } from '../base/person.ts';
import { tooMany } from './gate.ts';
import { type Account, findAccount } from './queries.ts';
import {
  changePassword,
  confirmPassword,
  refresh,
  registerByInvite,
  registerOrganization,
  type SignInNeeds,
  signIn,
  type Token,
} from './sign-in.ts';
import { SESSION_COOKIE } from './token.ts';

/** Two spellings of one address are one person. */
export const Email = z.email().max(254).toLowerCase();
export const Password = plainText(1000, 8);
export const PersonName = nameText(200);

const Registration = z
  .object({
    email: Email,
    password: Password,
    name: PersonName,
    organizationName: nameText(200).optional(),
    inviteToken: z.string().min(1).max(200).optional(),
  })
  .refine((body) => (body.organizationName === undefined) !== (body.inviteToken === undefined), {
    path: ['organizationName'],
    message: 'give either organizationName or inviteToken',
  });

export const UserView = z
  .object({
    id: z.uuid(),
    email: z.string(),
    name: z.string(),
    role: Role,
    organizationId: z.uuid(),
    learnerId: z.uuid(),
  })
  .openapi('User');

export const userView = ({
  id,
  email,
  name,
  role,
  organizationId,
  learnerId,
}: Account): z.infer<typeof UserView> => ({
  id,
  email,
  name,
  role,
  organizationId,
  learnerId,
});

const TokenView = z.object({ token: z.string(), expiresAt: time });
const SignedInView = TokenView.extend({ user: UserView });
export const Done = z.object({ success: z.literal(true) });

type C = Context<HttpEnv<SignInNeeds>>;

/** Where the client is, as Cloudflare says it: no header that a client could set is trusted. */
export const addressOf = (c: Context): string => c.req.header('CF-Connecting-IP') ?? 'unknown';

const tokenOf = (c: C) => required(c.get('token'));

function giveToken(c: C, { token, expiresAt }: Token): { token: string; expiresAt: string } {
  setCookie(c, SESSION_COOKIE, token, {
    path: '/',
    httpOnly: true,
    sameSite: 'Lax',
    secure: new URL(c.req.url).protocol === 'https:',
    expires: expiresAt,
  });
  return { token, expiresAt: expiresAt.toISOString() };
}

export const authRoutes = router<SignInNeeds>()
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/auth/register',
      summary: 'Make an organization, or join one by invite',
      request: { body: jsonBody(Registration) },
      responses: { 201: json(SignedInView, 'Registered') },
    }),
    async (c) => {
      const { organizationName, inviteToken, ...person } = c.req.valid('json');
      const needs = c.get('needs');
      const signedIn =
        inviteToken === undefined
          ? await registerOrganization(needs, { ...person, organizationName: required(organizationName) })
          : await registerByInvite(needs, { ...person, inviteToken });
      return c.json({ ...giveToken(c, signedIn), user: userView(signedIn.account) }, 201);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/auth/login',
      summary: 'Log in',
      request: { body: jsonBody(z.object({ email: Email, password: z.string().max(1000) })) },
      responses: { 200: json(SignedInView) },
    }),
    async (c) => {
      const needs = c.get('needs');
      const signedIn = await signIn(needs, { ...c.req.valid('json'), address: addressOf(c) });
      if ('limited' in signedIn) {
        c.set('rate', signedIn.limited);
        throw tooMany(signedIn.limited, needs.clock());
      }
      return c.json({ ...giveToken(c, signedIn), user: userView(signedIn.account) }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/auth/refresh',
      summary: 'A new token for this one',
      ...only('user'),
      responses: { 200: json(TokenView) },
    }),
    async (c) => c.json(giveToken(c, await refresh(c.get('needs'), personOf(c), tokenOf(c).jti)), 200),
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/auth/logout',
      summary: 'End this token',
      ...only('user'),
      responses: { 200: json(Done) },
    }),
    async (c) => {
      await c.get('needs').gate.revoke(personOf(c).userId, tokenOf(c).jti);
      deleteCookie(c, SESSION_COOKIE, { path: '/' });
      return c.json({ success: true as const }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/auth/me',
      summary: 'Who am I',
      ...only('user'),
      responses: { 200: json(UserView) },
    }),
    async (c) => {
      const { userId, organizationId } = personOf(c);
      const account = await findAccount(c.get('needs').databases.forOrganization(organizationId), userId);
      if (account === undefined) throw new AppError('authentication_error');
      return c.json(userView(account), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/auth/password',
      summary: 'Choose a new password; every other token ends',
      ...only('user'),
      request: { body: jsonBody(z.object({ currentPassword: z.string().max(1000), newPassword: Password })) },
      responses: { 200: json(Done) },
    }),
    async (c) => {
      const { currentPassword, newPassword } = c.req.valid('json');
      const [needs, person] = [c.get('needs'), personOf(c)];
      await confirmPassword(needs, person, { password: currentPassword, address: addressOf(c) });
      await changePassword(needs, person, { newPassword, jti: tokenOf(c).jti });
      return c.json({ success: true as const }, 200);
    },
  );
