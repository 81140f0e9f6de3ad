/** What a session's object works with: settings that it holds itself and a budget prepaid from the meter. */

import { type CallSettings, callSettings } from '../models/call-settings.ts';
import { type LeasedBudget, leasedBudget } from '../models/lease.ts';
import type { Caller } from '../models/port.ts';
import type { TutoringDeps } from '../tutoring/lend.ts';
import type { Lesson } from '../tutoring/lesson.ts';
import { type SharedBindings, sharedDeps } from './deps.ts';
import { modelsOf } from './models.ts';

/** `lesson` is the one that the object holds; nothing is asked of it before it has one. */
export function sessionDeps(
  env: SharedBindings,
  state: Pick<DurableObjectState, 'waitUntil' | 'id'>,
  lesson: () => Lesson,
): TutoringDeps {
  const deps = sharedDeps(env, state);
  const { config, meter, later } = deps;
  const settings = (caller: Pick<Caller, 'organizationId'>): Promise<CallSettings> =>
    callSettings(config, lesson().settings, caller);
  let leased: LeasedBudget | undefined;
  const budget = (): LeasedBudget => {
    const { organizationId, learnerId, id: sessionId } = lesson().session;
    leased ??= leasedBudget({
      meter,
      organizationId,
      learnerId,
      sessionId,
      object: state.id.toString(),
      limit: config.rates.models,
      later,
    });
    return leased;
  };
  return {
    ...deps,
    models: modelsOf(deps, { settings, budget: { reserve: (ask) => budget().reserve(ask) } }),
    prepare: async () => budget().prepare((await settings(lesson().session)).caps),
  };
}
