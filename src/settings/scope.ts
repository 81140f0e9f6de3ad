import { createHash, timingSafeEqual } from 'node:crypto';
import type { Databases } from '../base/db.ts';
import type { Config } from '../base/env.ts';
import { AppError, notFound } from '../base/errors.ts';
import { z } from '../base/http.ts';
import type { Person } from '../base/person.ts';
import { isLearner, systemTarget, type Target } from './queries.ts';
import type { Scope } from './tables.ts';

/** Whose settings a request is about, and whether this person may set them. */
export type ScopeNeeds = { config: Pick<Config, 'operatorToken'>; databases: Databases };

export const ScopeAsk = z.object({
  scope: z.enum(['system', 'organization', 'learner']).default('organization'),
  scopeId: z.uuid().nullish(),
});
export type ScopeAsk = z.infer<typeof ScopeAsk>;

/** Throws not-found for another organization's, and `validation_error` for a learner's without saying whose. */
export async function readableScope(
  { databases }: Pick<ScopeNeeds, 'databases'>,
  { organizationId }: Person,
  { scope, scopeId }: ScopeAsk,
): Promise<{ scope: Scope; scopeId: string | null }> {
  if (scope === 'system') return { scope, scopeId: null };
  if (scope === 'organization') {
    if (scopeId !== undefined && scopeId !== null && scopeId !== organizationId) throw notFound();
    return { scope, scopeId: organizationId };
  }
  if (scopeId === undefined || scopeId === null)
    throw new AppError('validation_error', 'scopeId: say which learner', {
      details: [{ path: 'scopeId', message: 'say which learner' }],
    });
  if (!(await isLearner(databases.forOrganization(organizationId), scopeId))) throw notFound();
  return { scope, scopeId };
}

/** The same, to write. The system's settings are the operator's alone: `authorization_error` without their token. */
export async function writableScope(
  needs: ScopeNeeds,
  person: Person,
  { operatorToken, ...ask }: ScopeAsk & { operatorToken: string | undefined },
): Promise<Target> {
  const { scope, scopeId } = await readableScope(needs, person, ask);
  if (scope !== 'system')
    return {
      sql: needs.databases.forOrganization(person.organizationId).sql,
      organizationId: person.organizationId,
      scope,
      scopeId,
    };
  if (operatorToken === undefined || !sameSecret(operatorToken, needs.config.operatorToken))
    throw new AppError('authorization_error', 'Settings of the system are the operator’s.');
  return systemTarget(needs.databases.system);
}

/** Hashed first: equal lengths, so that the time tells nothing. */
const sameSecret = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b));

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();
