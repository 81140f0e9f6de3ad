/** The gate's verbs, carried to its objects by itty-durable: one request each, arguments as JSON in a header. */
import { proxyDurable } from 'itty-durable';
import type { Admission, Gate, LoginAdmission } from '../accounts/gate.ts';

/** Names carry a prefix also because itty-durable takes a bare string of 64 hexadecimal digits for an object's id. */
export function openGate(namespace: DurableObjectNamespace): Gate {
  const objects = proxyDurable(namespace, { name: 'GATE', parse: true });
  const ofUser = (user: string) => objects.get(`user:${user}`);
  const ofPair = (pair: string) => objects.get(`login:${pair}`);
  return {
    issue: async (user, issued, asOf) => {
      const done: boolean = await ofUser(user).issue(issued, asOf);
      return done;
    },
    rotate: async (user, old, issued) => {
      const done: boolean = await ofUser(user).rotate(old, issued);
      return done;
    },
    admit: async (user, ask) => {
      const admission: Admission = await ofUser(user).admit(ask);
      return admission;
    },
    revoke: async (user, jti) => {
      await ofUser(user).revoke(jti);
    },
    revokeAll: async (user, except) => {
      await ofUser(user).revokeAll(except ?? null);
    },
    watch: async (user, watcher) => {
      await ofUser(user).watch(watcher);
    },
    unwatch: async (user, object) => {
      await ofUser(user).unwatch(object);
    },
    beginLogin: async (pair, limit) => {
      const admission: LoginAdmission = await ofPair(pair).beginLogin(limit);
      return admission;
    },
    endLogin: async (pair, outcome) => {
      await ofPair(pair).endLogin(outcome);
    },
  };
}
