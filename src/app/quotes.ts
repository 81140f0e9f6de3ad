/** What work on documents would cost an organization as it is set now, and what its budget still has room for. */
import type { Databases } from '../base/db.ts';
import type { Config } from '../base/env.ts';
import type { OrganizationId } from '../base/ids.ts';
import type { Quote, Work } from '../ingestion/estimate.ts';
import { priceOfWork } from '../ingestion/price.ts';
import { callSettings } from '../models/call-settings.ts';
import type { Meter } from '../models/meter.ts';
import { settingsFor } from '../settings/settings.ts';

export type Quotes = (organizationId: OrganizationId, work: Work) => Promise<Quote>;

export const openQuotes =
  ({ config, databases, meter }: { config: Config; databases: Databases; meter: Meter }): Quotes =>
  async (organizationId, work) => {
    const settings = await settingsFor({ databases }, { organizationId });
    const call = await callSettings(config, settings, { organizationId });
    const { value } = settings.values;
    const made = { audio: value['audio.policy'] === 'on', image: value['image.policy'] === 'on' };
    return { usd: priceOfWork(work, call, made), left: await meter.room(organizationId, call.caps) };
  };
