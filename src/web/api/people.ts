import { ask, failure, get, type Page, withQuery } from './client.ts';
import type { ImportResult, InviteView, PersonView } from './shapes.ts';

/** What the console asks about people. */

export type Role = PersonView['role'];

const LIMIT = 100;

export const listPeople = (
  filter: { q?: string | undefined; role?: string | undefined },
  cursor: string | undefined,
) => get<Page<PersonView>>('/api/admin/users', { ...filter, limit: LIMIT, cursor });

export const listInvites = (cursor: string | undefined) =>
  get<Page<InviteView>>('/api/admin/invites', { limit: LIMIT, cursor });

export const invite = (body: { email: string | null; role: Role; expiresInHours: number }) =>
  ask<{ id: string; url: string; expiresAt: string }>('POST', '/api/admin/invites', { body });

export const withdrawInvite = (id: string) => ask<{ success: true }>('DELETE', `/api/admin/invites/${id}`);

export const changeRole = (id: string, role: Role) =>
  ask<PersonView>('PATCH', `/api/admin/users/${id}`, { body: { role } });

export const removePerson = (id: string) => ask<{ success: true }>('DELETE', `/api/admin/users/${id}`);

/** `dryRun` judges the rows and makes nobody. */
export async function importPeople(csv: string, dryRun: boolean): Promise<ImportResult> {
  const path = withQuery('/api/admin/users/import', { dryRun });
  const response = await fetch(path, { method: 'POST', headers: { 'Content-Type': 'text/csv' }, body: csv });
  if (!response.ok) throw await failure(response, path);
  return await response.json();
}
