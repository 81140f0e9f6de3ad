/** Who changes what an organization's concepts are, how they build on one another, or the ways laid among them, does so alone. */
import { sql } from 'drizzle-orm';
import type { OrganizationDb } from '../base/db.ts';

/** First in a batch: the organization's other writers wait until its transaction ends. */
export const lockConcepts = ({ sql: database, organizationId }: OrganizationDb) =>
  database.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`concepts ${organizationId}`}, 0))`);
