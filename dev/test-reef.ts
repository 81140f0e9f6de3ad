/** The small library of `reef.ts` for tests in workerd. */
import { env } from 'cloudflare:test';
import { inject } from 'vitest';
import { openDatabases } from '../src/base/db.ts';
import type { OrganizationId } from '../src/base/ids.ts';
import { publishReef as publish, type Reef } from './reef.ts';

export { REEF, type Reef } from './reef.ts';

/** Publishes the reef in an organization. */
export const publishReef = (organizationId: OrganizationId): Promise<Reef> =>
  publish(openDatabases(inject('databaseUrl')).system, organizationId, env.BUCKET);
