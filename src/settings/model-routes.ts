import { createRoute, json, jsonBody, only, personOf, router, z } from '../base/http.ts';
import { AiModelField, AiModels } from './ai-models.ts';
import { patchAiModels } from './queries.ts';
import type { Settings } from './resolve.ts';
import { readableScope, ScopeAsk, writableScope } from './scope.ts';
import { noteChange, type SettingsNeeds, settingsOfScope } from './settings.ts';
import type { Scope } from './tables.ts';

export const Place = z.object({
  scope: z.enum(['system', 'organization', 'learner']),
  scopeId: z.string().nullable(),
});

/** Where each field's value comes from. */
export const OriginsView = z.record(z.string(), z.enum(['default', 'system', 'organization', 'learner']));

export const ModelsView = AiModels.extend({ ...Place.shape, origins: OriginsView }).openapi('AiModels');

/** Null leaves a field to the next scope; a field left out stays. */
const ModelsBody = z.object(nullish(AiModels.shape)).extend(ScopeAsk.shape);

export function nullish<Shape extends Record<string, z.ZodType>>(
  shape: Shape,
): { [Field in keyof Shape]: z.ZodOptional<z.ZodNullable<Shape[Field]>> };
export function nullish(shape: Record<string, z.ZodType>): Record<string, z.ZodType> {
  return Object.fromEntries(Object.entries(shape).map(([field, kind]) => [field, kind.nullish()]));
}

const view = (place: { scope: Scope; scopeId: string | null }, { models }: Settings) => ({
  ...place,
  ...models.value,
  origins: { ...models.origins },
});

export const modelRoutes = router<SettingsNeeds>()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/admin/settings/ai-models',
      summary: 'Which models are used, and where that was set',
      ...only('admin'),
      request: { query: ScopeAsk },
      responses: { 200: json(ModelsView) },
    }),
    async (c) => {
      const [needs, person] = [c.get('needs'), personOf(c)];
      const place = await readableScope(needs, person, c.req.valid('query'));
      return c.json(view(place, await settingsOfScope(needs, person.organizationId, place)), 200);
    },
  )
  .openapi(
    createRoute({
      method: 'put',
      path: '/api/admin/settings/ai-models',
      summary: 'Choose models; null leaves a field to the next scope',
      ...only('admin'),
      request: { body: jsonBody(ModelsBody) },
      responses: { 200: json(ModelsView) },
    }),
    async (c) => {
      const [needs, person] = [c.get('needs'), personOf(c)];
      const { scope, scopeId, ...patch } = c.req.valid('json');
      const operatorToken = c.req.header('X-Operator-Token');
      const target = await writableScope(needs, person, { scope, scopeId, operatorToken });
      await patchAiModels(target, patch);
      const place = { scope: target.scope, scopeId: target.scopeId };
      await noteChange(needs, person, {
        ...place,
        what: AiModelField.options.filter((f) => f in patch).join(),
      });
      return c.json(view(place, await settingsOfScope(needs, person.organizationId, place)), 200);
    },
  );
