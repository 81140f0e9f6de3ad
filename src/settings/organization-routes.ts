import { createRoute, json, jsonBody, nameText, only, personOf, router, time, z } from '../base/http.ts';
import type { OrganizationId } from '../base/ids.ts';
import { Values } from './catalogue.ts';
import { getOrganization, renameOrganization, setValue } from './queries.ts';
import { noteChange, type SettingsNeeds, settingsFor } from './settings.ts';

const { 'usage.monthlyUsd': monthlyUsd, 'usage.learnerMonthlyUsd': learnerMonthlyUsd } = Values.shape;

const OrganizationView = z
  .object({
    id: z.uuid(),
    name: z.string(),
    /** US dollars a calendar month (UTC); null where there is no cap. */
    usage: z.object({ monthlyUsd, learnerMonthlyUsd }),
    createdAt: time,
  })
  .openapi('Organization');

const OrganizationPatch = z.object({
  name: nameText(200).optional(),
  usage: z
    .object({ monthlyUsd: monthlyUsd.optional(), learnerMonthlyUsd: learnerMonthlyUsd.optional() })
    .optional(),
});

async function view(
  needs: SettingsNeeds,
  organizationId: OrganizationId,
): Promise<z.infer<typeof OrganizationView>> {
  const [row, { values }] = await Promise.all([
    getOrganization(needs.databases.forOrganization(organizationId)),
    settingsFor(needs, { organizationId }),
  ]);
  return {
    id: row.id,
    name: row.name,
    usage: {
      monthlyUsd: values.value['usage.monthlyUsd'],
      learnerMonthlyUsd: values.value['usage.learnerMonthlyUsd'],
    },
    createdAt: row.createdAt.toISOString(),
  };
}

export const organizationRoutes = router<SettingsNeeds>()
  .openapi(
    createRoute({
      method: 'get',
      path: '/api/admin/organization',
      summary: 'The organization and its caps',
      ...only('admin'),
      responses: { 200: json(OrganizationView) },
    }),
    async (c) => c.json(await view(c.get('needs'), personOf(c).organizationId), 200),
  )
  .openapi(
    createRoute({
      method: 'patch',
      path: '/api/admin/organization',
      summary: 'Rename it, or set its caps',
      ...only('admin'),
      request: { body: jsonBody(OrganizationPatch) },
      responses: { 200: json(OrganizationView) },
    }),
    async (c) => {
      const person = personOf(c);
      const { organizationId, userId } = person;
      const { name, usage } = c.req.valid('json');
      const needs = c.get('needs');
      const db = needs.databases.forOrganization(organizationId);
      const target = { sql: db.sql, organizationId, scope: 'organization' as const, scopeId: organizationId };
      if (name !== undefined) await renameOrganization(db, userId, name);
      for (const cap of ['monthlyUsd', 'learnerMonthlyUsd'] as const) {
        const value = usage?.[cap];
        if (value === undefined) continue;
        await setValue(target, `usage.${cap}`, value);
        await noteChange(needs, person, {
          scope: 'organization',
          scopeId: organizationId,
          what: `usage.${cap}`,
        });
      }
      return c.json(await view(needs, organizationId), 200);
    },
  );
