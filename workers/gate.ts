import { createDurable } from 'itty-durable';
import {
  type Admission,
  type Ask,
  type Bucket,
  findIssued,
  hit,
  type Issued,
  type LoginAdmission,
  unexpired,
  type Watcher,
  type Window,
} from '../src/accounts/gate.ts';
import { beginLogin, emptyLoginLog, endLogin, type LoginLog } from '../src/accounts/login-limit.ts';

/** What the classes behind the watchers' bindings have in common. */
type HearsTokens = Rpc.DurableObjectBranded & {
  tokenEnded: (jti: string, rotated: boolean) => Promise<void>;
};

type Bindings = {
  SESSIONS: DurableObjectNamespace<HearsTokens>;
  FEED: DurableObjectNamespace<HearsTokens>;
};

const WAIT_MS = 50;
/** An object that could not be reached is there again by then, milliseconds; else it is asked ever more seldom … */
const TELL_AGAIN_MS = 2000;
const TELL_SELDOM_MS = 300_000;
/** … and after a day at that pace no longer: what nobody could reach for so long serves nobody. */
const MOST_TRIES = 290;

/** A watcher that could not be told yet that its token has ended, and how often that was tried. */
type Untold = Watcher & { rotated: boolean; tries: number };

/**
 * One object a user (`user:<id>`) and one a pair of account and address (`login:<hash>`). Counts of requests live in
 * memory only; issued tokens, watchers and failed log-ins are written when they change, because an eviction must
 * neither end a session nor forgive a guesser.
 */
export class RequestGate extends createDurable() {
  issued: Issued[] = [];
  watchers: Watcher[] = [];
  untold: Untold[] = [];
  logins: LoginLog = emptyLoginLog;
  /** When all tokens were ended last, in milliseconds. */
  endedAt = 0;
  windows = new Map<Bucket, Window>();
  bindings: Bindings;

  constructor(state: DurableObjectState, env: Bindings) {
    super(state, env);
    this.bindings = env;
  }

  override getPersistable() {
    const { issued, watchers, untold, logins, endedAt } = this;
    return { issued, watchers, untold, logins, endedAt };
  }

  async issue(issued: Issued, asOf: number): Promise<boolean> {
    if (asOf < this.endedAt) return false;
    this.issued = [...unexpired(this.issued, Date.now()), issued];
    await this.save();
    return true;
  }

  async rotate(old: string, issued: Issued): Promise<boolean> {
    if (!unexpired(this.issued, Date.now()).some(({ jti }) => jti === old)) return false;
    this.issued = [...this.issued, issued];
    await this.end(({ jti }) => jti === old, true);
    return true;
  }

  admit(ask: Ask): Admission {
    const now = Date.now();
    const known = findIssued(this.issued, ask, now);
    if (known === undefined) return { verdict: 'unknown' };
    const { window, allowed, rate } = hit(this.windows.get(ask.bucket), ask.limit, now);
    this.windows.set(ask.bucket, window);
    return allowed
      ? { verdict: 'admitted', learnerId: known.learnerId, exp: known.exp, rate }
      : { verdict: 'limited', rate };
  }

  async revoke(jti: string): Promise<true> {
    await this.end(({ jti: known }) => known === jti);
    return true;
  }

  async revokeAll(except: string | null): Promise<true> {
    this.endedAt = Date.now();
    await this.end(({ jti }) => jti !== except);
    return true;
  }

  /** A socket is opened by a token that may have ended since it was judged: then the watcher hears at once. */
  async watch(watcher: Watcher): Promise<true> {
    if (unexpired(this.issued, Date.now()).some(({ jti }) => jti === watcher.jti)) {
      this.watchers = [...this.watchers.filter((known) => !sameWatcher(known, watcher)), watcher];
      await this.save();
    } else await this.tellAll([{ ...watcher, rotated: false, tries: 0 }]);
    return true;
  }

  async unwatch(object: string): Promise<true> {
    this.watchers = this.watchers.filter((watcher) => watcher.object !== object);
    await this.save();
    return true;
  }

  async beginLogin(limit: number): Promise<LoginAdmission> {
    for (;;) {
      const answer = beginLogin(this.logins, limit, Date.now());
      if (answer.verdict === 'limited') return answer;
      if (answer.verdict === 'admitted') {
        this.logins = answer.log;
        return { verdict: 'admitted' };
      }
      await new Promise((resume) => setTimeout(resume, WAIT_MS));
    }
  }

  async endLogin(outcome: 'right' | 'wrong'): Promise<true> {
    this.logins = endLogin(this.logins, outcome, Date.now());
    if (outcome === 'wrong') await this.save();
    return true;
  }

  /** Whoever held a token that was rotated may bring the new one to the sockets that the old one opened. */
  private async end(which: (issued: Issued) => boolean, rotated = false): Promise<void> {
    const ended = new Set(this.issued.filter(which).map(({ jti }) => jti));
    const toTell = this.watchers.filter(({ jti }) => ended.has(jti));
    this.issued = unexpired(this.issued, Date.now()).filter(({ jti }) => !ended.has(jti));
    this.watchers = this.watchers.filter(({ jti }) => !ended.has(jti));
    await this.save();
    await this.tellAll(toTell.map((watcher) => ({ ...watcher, rotated, tries: 0 })));
  }

  /** A socket must not outlive its token because its object could not be reached just then: that one is told again. */
  private async tellAll(untold: readonly Untold[]): Promise<void> {
    const told = await Promise.allSettled(untold.map((watcher) => this.tell(watcher)));
    const missed = untold
      .filter((_, i) => told[i]?.status === 'rejected')
      .map((watcher) => ({ ...watcher, tries: watcher.tries + 1 }))
      .filter(({ tries }) => tries < MOST_TRIES);
    if (missed.length === 0) return;
    this.untold = [...this.untold, ...missed];
    await this.save();
    const fewest = Math.min(...this.untold.map(({ tries }) => tries));
    await this.setAlarm(Date.now() + Math.min(TELL_AGAIN_MS * 2 ** (fewest - 1), TELL_SELDOM_MS));
  }

  private async tell({ kind, object, jti, rotated }: Untold): Promise<void> {
    const objects = kind === 'session' ? this.bindings.SESSIONS : this.bindings.FEED;
    await objects.get(objects.idFromString(object)).tokenEnded(jti, rotated);
  }

  async alarm(): Promise<void> {
    await this.loadFromStorage();
    const { untold } = this;
    this.untold = [];
    await this.tellAll(untold);
    await this.save();
  }

  /** Watchers of tokens that have run out are dropped with them: their sockets know the hour themselves. */
  private async save(): Promise<void> {
    const known = new Set(this.issued.map(({ jti }) => jti));
    this.watchers = this.watchers.filter(({ jti }) => known.has(jti));
    await this.persist();
  }
}

const sameWatcher = (a: Watcher, b: Watcher): boolean => a.jti === b.jti && a.object === b.object;
