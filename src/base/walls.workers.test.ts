import { describe, expect, inject, test } from 'vitest';
import { organizations, users } from '../accounts/tables.ts';
import { openDatabases, sqlState } from './db.ts';
import { newId, OrganizationId, UserId } from './ids.ts';

describe('the walls between organizations', () => {
  const databases = openDatabases(inject('databaseUrl'));

  async function twoOrganizations() {
    const [ours, theirs] = [newId(OrganizationId), newId(OrganizationId)];
    await databases.system.sql.insert(organizations).values([
      { id: ours, name: 'Ours' },
      { id: theirs, name: 'Theirs' },
    ]);
    return { ours, theirs };
  }

  test('a query without any WHERE sees its own organization only, alone and in a batch', async () => {
    const { ours } = await twoOrganizations();
    const { sql } = databases.forOrganization(ours);
    const alone = await sql.select().from(organizations);
    const [batched] = await sql.batch([sql.select().from(organizations)]);
    expect(alone.map(({ id }) => id)).toEqual([ours]);
    expect(batched).toEqual(alone);
  });

  test("a row of another organization can't be written", async () => {
    const { ours, theirs } = await twoOrganizations();
    const writing = databases
      .forOrganization(ours)
      .sql.insert(users)
      .values({
        id: newId(UserId),
        email: `${theirs}@walls.test`,
        passwordHash: '-',
        name: 'Mallory',
        role: 'admin',
        organizationId: theirs,
      });
    const state = await writing.then(
      () => 'written',
      (error) => sqlState(error),
    );
    expect(state).toBe('42501');
  });
});
