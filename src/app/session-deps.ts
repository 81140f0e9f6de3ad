/** What a session's object works with: settings that it holds itself, a budget prepaid from the meter, and the gate for tokens renewed in place. */

import { tooMany } from '../accounts/gate.ts';
import { readToken } from '../accounts/token.ts';
import { AppError } from '../base/errors.ts';
import { countBeingRead } from '../jobs/queries.ts';
import { type CallSettings, callSettings } from '../models/call-settings.ts';
import { type LeasedBudget, leasedBudget } from '../models/lease.ts';
import type { Caller } from '../models/port.ts';
import type { Settings } from '../settings/resolve.ts';
import type { TutoringDeps } from '../tutoring/lend.ts';
import type { Lesson } from '../tutoring/lesson.ts';
import type { SocketNeeds } from '../tutoring/sockets.ts';
import { type EdgeBindings, type SharedBindings, sharedDeps } from './deps.ts';
import { openGate } from './gate.ts';
import { modelsOf } from './models.ts';

/** `lesson` is the one that the object holds; nothing is asked of it before it has one. */
export function sessionDeps(
  env: SharedBindings,
  state: Pick<DurableObjectState, 'waitUntil' | 'id'>,
  lesson: () => Lesson,
): TutoringDeps {
  const deps = sharedDeps(env, state);
  const { config, meter, later } = deps;
  // Secrets are unsealed once, not for every call.
  let read: { from: Settings; settings: Promise<CallSettings> } | undefined;
  const settings = (caller: Pick<Caller, 'organizationId'>): Promise<CallSettings> => {
    const from = lesson().settings;
    if (read?.from !== from) read = { from, settings: callSettings(config, from, caller) };
    return read.settings;
  };
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
    beingRead: (organizationId) => countBeingRead(deps.databases.forOrganization(organizationId)),
    prepare: async () => budget().prepare((await settings(lesson().session)).caps),
  };
}

/** Judges a token that comes over an open socket as the front hall judges one that comes with a request. */
export const admitVisitor =
  (env: EdgeBindings, state: Pick<DurableObjectState, 'waitUntil' | 'id'>): SocketNeeds['admit'] =>
  async (token) => {
    const { config, clock } = sharedDeps(env, state);
    const gate = openGate(env.GATE);
    const { sub: userId, organizationId, role, jti } = await readToken(token, config.jwtSecret, clock());
    const limit = config.rates.requests;
    const admission = await gate.admit(userId, { jti, organizationId, role, bucket: 'requests', limit });
    if (admission.verdict === 'unknown') throw new AppError('authentication_error');
    if (admission.verdict === 'limited') throw tooMany(admission.rate, clock());
    await gate.watch(userId, { jti, kind: 'session', object: state.id.toString() });
    const expiresAt = admission.exp * 1000;
    return { userId, organizationId, role, jti, learnerId: admission.learnerId, expiresAt };
  };
