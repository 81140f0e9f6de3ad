/** The models port put together: settings from Postgres, money from the meter, providers by key, usage written off the path. */
import type { BudgetMeter } from '../../workers/meter.ts';
import type { Databases } from '../base/db.ts';
import type { Config } from '../base/env.ts';
import type { OrganizationId } from '../base/ids.ts';
import { describeError, type Log } from '../base/log.ts';
import type { Budget } from '../models/budget.ts';
import { type CallSettings, callSettings } from '../models/call-settings.ts';
import { openElevenLabs } from '../models/elevenlabs.ts';
import type { Meter } from '../models/meter.ts';
import { makeModels } from '../models/metered.ts';
import { meteredBudget } from '../models/metered-budget.ts';
import type { UsageEvent } from '../models/metering.ts';
import { openOpenAi } from '../models/openai.ts';
import type { Caller, Models } from '../models/port.ts';
import type { Provider } from '../models/provider.ts';
import { embeddingCacheOf, insertUsage } from '../models/queries.ts';
import { settingsFor } from '../settings/settings.ts';

export type ModelDeps = {
  config: Config;
  databases: Databases;
  meter: Meter;
  later: (work: Promise<unknown>) => void;
  log: Log;
};

export const openMeter = (namespace: DurableObjectNamespace<BudgetMeter>): Meter => {
  const of = (organizationId: OrganizationId) => namespace.get(namespace.idFromName(organizationId));
  return {
    reserve: (organizationId, ask) => of(organizationId).reserve(ask),
    settle: (organizationId, hold, usd) => of(organizationId).settle(hold, usd),
    lease: (organizationId, ask) => of(organizationId).lease(ask),
    room: (organizationId, caps) => of(organizationId).room(caps),
    settingsChanged: (organizationId) => of(organizationId).settingsChanged(),
  };
};

/** Settings as they are at this moment: a change takes effect on the next call. */
export const freshSettings =
  ({ config, databases }: Pick<ModelDeps, 'config' | 'databases'>) =>
  async (caller: Caller): Promise<CallSettings> =>
    callSettings(config, await settingsFor({ databases }, caller), caller);

/** A lesson lends its own settings and budget, so that the path to the model asks nobody. */
export function modelsOf(
  deps: ModelDeps,
  own: { settings?: (caller: Caller) => Promise<CallSettings>; budget?: Budget } = {},
): Models {
  const { config, databases, meter, later } = deps;
  return makeModels({
    settings: own.settings ?? freshSettings(deps),
    budget: own.budget ?? meteredBudget({ meter, limit: config.rates.models, later, sleep }),
    record: recordLater(deps),
    cache: (organizationId) => embeddingCacheOf(databases.forOrganization(organizationId)),
    openai: openAiOf(config.openai.baseUrl),
    elevenlabs: (apiKey) =>
      openElevenLabs({ apiKey, baseUrl: config.elevenlabs.baseUrl, fetch: (url, init) => fetch(url, init) }),
    sleep,
    random: Math.random,
  });
}

/** One client a key: making one costs as much as half a request. */
function openAiOf(baseUrl: string | undefined): (apiKey: string | undefined) => Provider {
  const made = new Map<string, Provider>();
  return (apiKey = '') => {
    const provider = made.get(apiKey) ?? openOpenAi({ apiKey, baseUrl });
    made.set(apiKey, provider);
    return provider;
  };
}

function sleep(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((done, fail) => {
    if (signal?.aborted === true) return fail(signal.reason);
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      fail(signal.reason);
    });
  });
}

/** How long events gather before they are written together, milliseconds. */
const GATHER_MS = 100;

/** Usage is written in one insert an organization, after the call and off its path. */
function recordLater({ databases, later, log }: ModelDeps): (event: UsageEvent) => void {
  let gathered: UsageEvent[] = [];
  async function write(): Promise<void> {
    await sleep(GATHER_MS, undefined);
    const events = Map.groupBy(gathered, ({ caller }) => caller.organizationId);
    gathered = [];
    for (const [organizationId, ofOne] of events) {
      await insertUsage(databases.forOrganization(organizationId), ofOne).catch((error) =>
        log('usage.unwritten', { organizationId, events: ofOne.length, error: describeError(error) }),
      );
    }
  }
  return (event) => {
    gathered.push(event);
    if (gathered.length === 1) later(write());
  };
}
