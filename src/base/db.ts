import { type NeonQueryFunction, type NeonQueryPromise, neon, neonConfig } from '@neondatabase/serverless';
import { drizzle, type NeonHttpDatabase } from 'drizzle-orm/neon-http';
import type { AppError } from './errors.ts';
import type { OrganizationId } from './ids.ts';

/**
 * Two handles on one Postgres, over Neon's HTTP protocol: one round trip a query or batch, no connection held.
 * An organization's handle enters the wall (role and organization) in the same transaction as every query it
 * runs, so that a WHERE forgotten by its author still shows nothing of anybody else.
 */
export type Sql = NeonHttpDatabase;

/** Runs as the tables' owner, past the walls: cron, migrations, sign-in. Its name says so wherever it is used. */
export type SystemDb = { readonly system: true; readonly sql: Sql };

/** Sees and writes rows of one organization only. */
export type OrganizationDb = { readonly organizationId: OrganizationId; readonly sql: Sql };

export type Databases = { system: SystemDb; forOrganization: (id: OrganizationId) => OrganizationDb };

type Client = NeonQueryFunction<false, false>;
type Query = NeonQueryPromise<false, false>;

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;

/** Neon serves SQL at `api.<host>`; a local Postgres behind the same protocol serves it at its own address. */
neonConfig.fetchEndpoint = (host, port) =>
  LOOPBACK.test(host) ? `http://${host}:${port}/sql` : `https://${host.replace(/^[^.]+\./, 'api.')}/sql`;

export function openDatabases(databaseUrl: string): Databases {
  const client = neon(databaseUrl);
  return {
    system: { system: true, sql: drizzle(client) },
    forOrganization: (organizationId) => ({ organizationId, sql: drizzle(walled(client, organizationId)) }),
  };
}

/** The client with each query and each transaction preceded by the organization's `set_config`. */
function walled(client: Client, organizationId: OrganizationId): Client {
  const enter = () =>
    client.query(
      `select set_config('role', 'nuggets_app', true), set_config('app.organization_id', $1, true)`,
      [organizationId],
    );

  const transaction = new Proxy(client.transaction, {
    apply: async (target, self, [queries, options]) => {
      const [, ...results] = await Reflect.apply(target, self, [[enter(), ...queries], options]);
      return results;
    },
  });

  const query = new Proxy(client.query, {
    apply: (target, self, args) => {
      const built: Query = Reflect.apply(target, self, args);
      const run = () => client.transaction([enter(), built]).then(([, result]) => result);
      // Awaited alone it runs walled; inside a batch only its text and parameters are read.
      return Object.assign(built, {
        // biome-ignore lint/suspicious/noThenProperty: Neon's query is itself a lazy thenable; this is its contract.
        then: (...handlers: Parameters<Promise<unknown>['then']>) => run().then(...handlers),
        catch: (...handlers: Parameters<Promise<unknown>['catch']>) => run().catch(...handlers),
        finally: (...handlers: Parameters<Promise<unknown>['finally']>) => run().finally(...handlers),
      });
    },
  });

  return new Proxy(client, {
    get: (target, key) =>
      key === 'query' ? query : key === 'transaction' ? transaction : Reflect.get(target, key),
  });
}

/** The SQLSTATE of a failed query (`23505` for a duplicate key …), wherever the drivers have wrapped it. */
export function sqlState(thrown: unknown): string | undefined {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if ('code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code))
      return error.code;
  }
  return undefined;
}

const UNIQUE_VIOLATION = '23505';

/** For a query's `catch`: a duplicate key is refused in these words, all else is thrown on. */
export const orTaken =
  (refusal: AppError) =>
  (thrown: unknown): never => {
    throw sqlState(thrown) === UNIQUE_VIOLATION ? refusal : thrown;
  };
