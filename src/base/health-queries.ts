import { sql } from 'drizzle-orm';
import type { SystemDb } from './db.ts';

/** Whether the database answers at all. */
export const pingDatabase = (db: SystemDb) => db.sql.execute(sql`select 1`);
