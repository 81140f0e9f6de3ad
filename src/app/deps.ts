import type { Gate } from '../accounts/gate.ts';
import { type Databases, openDatabases } from '../base/db.ts';
import { type Config, readConfig } from '../base/env.ts';
import type { Feed, FeedEvent } from '../base/feed.ts';
import type { HttpEnv } from '../base/http.ts';
import type { OrganizationId } from '../base/ids.ts';
import { consoleLog, describeError, type Log } from '../base/log.ts';
import { type FetchedPage, fetchPage } from '../ingestion/fetch-page.ts';
import type { IngestionMessage } from '../jobs/message.ts';
import type { Meter } from '../models/meter.ts';
import type { Models } from '../models/port.ts';
import type { LiveSessions } from '../tutoring/live.ts';
import { listSeenNodes, listWalkedPaths } from '../tutoring/path-queries.ts';
import { openGate } from './gate.ts';
import { type Listen, listenOn } from './listen.ts';
import { modelsOf, openMeter } from './models.ts';
import { type Narratives, openNarratives } from './narratives.ts';
import { openQuotes, type Quotes } from './quotes.ts';
import { openSessions } from './sessions.ts';

/** All the app can touch, made once a request or message: the one composition root. Tests override parts of it. */
export type Deps = {
  config: Config;
  databases: Databases;
  bucket: R2Bucket;
  queue: { send: (message: IngestionMessage, options?: { delaySeconds?: number }) => Promise<unknown> };
  feed: Feed;
  /** One guarded GET of a page of the web; `known` makes it conditional. */
  fetchPage: (
    url: string,
    known?: { etag: string | null; lastModified: string | null },
  ) => Promise<FetchedPage>;
  models: Models;
  /** Money and calls of every organization; sessions lease from it. */
  meter: Meter;
  settingsChanged: Meter['settingsChanged'];
  /** What work on documents would cost, before it is begun. */
  quotes: Quotes;
  /** What follows in learning when nuggets change. */
  narratives: Narratives;
  /** Work that outlives the answer. */
  later: (work: Promise<unknown>) => void;
  clock: () => Date;
  log: Log;
};

/** What the platform binds to either script. */
export type SharedBindings = {
  BUCKET: R2Bucket;
  INGESTION: Queue<IngestionMessage>;
  /** Narration, pictures and what else may take its time: what is being read never waits behind it. */
  AUTHORING: Queue<IngestionMessage>;
  FEED: DurableObjectNamespace<import('../../workers/feed.ts').OrganizationFeed>;
  METER: DurableObjectNamespace<import('../../workers/meter.ts').BudgetMeter>;
};

/** What the edge has besides: it alone answers people. */
export type EdgeDeps = Deps & {
  gate: Gate;
  /** The live sessions' objects. */
  sessions: LiveSessions;
  /** What lessons know of learners' ways. */
  paths: { seen: typeof listSeenNodes; walked: typeof listWalkedPaths };
  /** Opens a socket on the organization's feed for whoever holds the token; it closes when the token ends. */
  listen: Listen;
  /** The built pages; absent where there are none (tests). */
  assets: Pick<Fetcher, 'fetch'> | undefined;
};

/** How Hono sees a request: its deps come as the environment, so that the app itself is made once an isolate. */
export type AppEnv = HttpEnv<EdgeDeps> & { Bindings: EdgeDeps };

export type EdgeBindings = SharedBindings & {
  GATE: DurableObjectNamespace;
  SESSIONS: DurableObjectNamespace<import('../../workers/session.ts').TutorSession>;
  ASSETS?: Fetcher;
};

export const edgeDeps = (env: EdgeBindings, context: Pick<ExecutionContext, 'waitUntil'>): EdgeDeps => ({
  ...sharedDeps(env, context),
  gate: openGate(env.GATE),
  sessions: openSessions(env.SESSIONS),
  paths: { seen: listSeenNodes, walked: listWalkedPaths },
  listen: listenOn(env),
  assets: env.ASSETS,
});

/** `context` is the request's, the message's, or a Durable Object's own state. */
export function sharedDeps(env: SharedBindings, context: Pick<ExecutionContext, 'waitUntil'>): Deps {
  const config = readConfig(env);
  const databases = openDatabases(config.databaseUrl);
  const meter = openMeter(env.METER);
  const later = (work: Promise<unknown>) => context.waitUntil(work);
  const models = modelsOf({ config, databases, meter, later, log: consoleLog });
  return {
    config,
    databases,
    models,
    narratives: openNarratives(databases, models),
    meter,
    settingsChanged: meter.settingsChanged,
    quotes: openQuotes({ config, databases, meter }),
    later,
    bucket: env.BUCKET,
    queue: {
      send: (message, options) =>
        (message.kind === 'step' && message.stage === 'author' ? env.AUTHORING : env.INGESTION).send(
          message,
          options,
        ),
    },
    feed: { publish: (organizationId, event) => publish(env, organizationId, event) },
    fetchPage: (url, known) =>
      fetchPage(
        { fetch: (address, init) => fetch(address, init), now: () => Date.now() },
        { url, ...known, exempt: config.allowPrivateUrls },
      ),
    clock: () => new Date(),
    log: consoleLog,
  };
}

async function publish(env: SharedBindings, organizationId: OrganizationId, event: FeedEvent): Promise<void> {
  try {
    await env.FEED.get(env.FEED.idFromName(organizationId)).publish(event);
  } catch (error) {
    consoleLog('feed.unreachable', { organizationId, error: describeError(error) });
  }
}
