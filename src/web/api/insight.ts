import { get } from './client.ts';
import { resource, resources } from './resource.ts';
import type { AnalyticsView, CostsView, ItemReport, PathReport } from './shapes.ts';

/** What happened and what it cost, by the start of the time asked about (ISO 8601). */

export const analytics = resources((from) => get<AnalyticsView>('/api/admin/analytics', { from }));

export const itemReports = resource(() => get<{ items: ItemReport[] }>('/api/admin/reports/items'));
export const pathReport = resource(() => get<PathReport>('/api/admin/reports/paths'));

export type GroupBy = 'day' | 'model' | 'task' | 'learner';

export const costs = (groupBy: GroupBy) => BY[groupBy];

const by = (groupBy: GroupBy) =>
  resources((from) => get<CostsView>('/api/admin/analytics/costs', { from, groupBy }));

const BY = { day: by('day'), model: by('model'), task: by('task'), learner: by('learner') };
