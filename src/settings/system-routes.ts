import { Done } from '../accounts/auth-routes.ts';
import { AppError } from '../base/errors.ts';
import { createRoute, invalid, json, jsonBody, listOf, only, personOf, router, z } from '../base/http.ts';
import { ABOUT, Key, PlainKey, SecretKey, SecretValue, Values } from './catalogue.ts';
import { setValue, type Target, unsetValue } from './queries.ts';
import type { Settings } from './resolve.ts';
import { readableScope, ScopeAsk, writableScope } from './scope.ts';
import { noteChange, type SettingsNeeds, sealFor, settingsOfScope } from './settings.ts';

export const SettingView = z
  .object({
    key: Key,
    /** A secret shows `{set, last4}` and no more. */
    value: z.unknown(),
    origin: z.enum(['default', 'system', 'organization', 'learner']),
    secret: z.boolean(),
    scopes: z.array(z.enum(['system', 'organization', 'learner'])),
    about: z.string(),
  })
  .openapi('Setting');

function view(key: Key, { values, secrets }: Settings): z.infer<typeof SettingView> {
  const about = { key, scopes: [...ABOUT[key].scopes], about: ABOUT[key].about };
  const secret = SecretKey.safeParse(key);
  if (secret.success) {
    const found = secrets[secret.data];
    const value = found === undefined ? { set: false } : { set: true, last4: found.envelope.last4 };
    return { ...about, value, origin: found?.origin ?? 'default', secret: true };
  }
  const plain = PlainKey.parse(key);
  return { ...about, value: values.value[plain], origin: values.origins[plain] ?? 'default', secret: false };
}

const SettingBody = z.object({ key: Key, value: z.unknown() }).extend(ScopeAsk.shape);

/** The value as it is kept. Throws `validation_error` where it does not fit the key, or the key not the scope. */
async function kept({ config }: SettingsNeeds, target: Target, key: Key, value: unknown): Promise<unknown> {
  const { scope, organizationId } = target;
  if (!ABOUT[key].scopes.includes(scope))
    throw new AppError('validation_error', `scope: ${key} is not set by ${scope}`, {
      details: [{ path: 'scope', message: `one of ${ABOUT[key].scopes.join(', ')}` }],
    });
  const secret = SecretKey.safeParse(key);
  const kind = secret.success ? SecretValue : Values.shape[PlainKey.parse(key)];
  const parsed = z.object({ value: kind }).safeParse({ value });
  if (!parsed.success) throw invalid(parsed.error);
  return secret.success
    ? sealFor(config, String(parsed.data.value), { key: secret.data, scope, organizationId })
    : parsed.data.value;
}

export const systemRoutes = router<SettingsNeeds>()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/admin/settings/system',
      summary: 'Every key of the catalogue, with its value and where that was set',
      ...only('admin'),
      request: { query: ScopeAsk.extend({ key: Key.optional() }) },
      responses: { 200: json(listOf(SettingView)) },
    }),
    async (c) => {
      const [needs, person] = [c.get('needs'), personOf(c)];
      const { key, ...ask } = c.req.valid('query');
      const place = await readableScope(needs, person, ask);
      const settings = await settingsOfScope(needs, person.organizationId, place);
      const keys = key === undefined ? Key.options : [key];
      return c.json({ items: keys.map((k) => view(k, settings)), nextCursor: null }, 200);
    },
  )
  .openapi(
    createRoute({
      method: 'post',
      path: '/api/admin/settings/system',
      summary: 'Set a key',
      ...only('admin'),
      request: { body: jsonBody(SettingBody) },
      responses: { 200: json(SettingView) },
    }),
    async (c) => {
      const [needs, person] = [c.get('needs'), personOf(c)];
      const { key, value, scope, scopeId } = c.req.valid('json');
      const operatorToken = c.req.header('X-Operator-Token');
      const target = await writableScope(needs, person, { scope, scopeId, operatorToken });
      await setValue(target, key, await kept(needs, target, key, value));
      const place = { scope: target.scope, scopeId: target.scopeId };
      await noteChange(needs, person, { ...place, what: key });
      return c.json(view(key, await settingsOfScope(needs, person.organizationId, place)), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'delete',
      path: '/api/admin/settings/system',
      summary: 'Leave a key to the next scope',
      ...only('admin'),
      request: { query: ScopeAsk.extend({ key: Key }) },
      responses: { 200: json(Done) },
    }),
    async (c) => {
      const [needs, person] = [c.get('needs'), personOf(c)];
      const { key, ...ask } = c.req.valid('query');
      const operatorToken = c.req.header('X-Operator-Token');
      const target = await writableScope(needs, person, { ...ask, operatorToken });
      await unsetValue(target, key);
      await noteChange(needs, person, { scope: target.scope, scopeId: target.scopeId, what: key });
      return c.json({ success: true as const }, 200);
    },
  );
