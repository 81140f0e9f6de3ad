import { DurableObject } from 'cloudflare:workers';
import {
  CallCount,
  callsAMinute,
  inTheWay,
  type Mark,
  markOf,
  monthOf,
  refusalFor,
  roomFor,
  type Standing,
  warningFor,
} from '../src/models/ledger.ts';
import type { LeaseAsk, LeaseGrant, ReserveAnswer, ReserveAsk } from '../src/models/meter.ts';
import type { Caps } from '../src/settings/resolve.ts';
import type { OrganizationFeed } from './feed.ts';

/** What a session's class answers when settings change. */
type HearsSettings = Rpc.DurableObjectBranded & { settingsChanged: () => Promise<void> };

type Bindings = {
  FEED: DurableObjectNamespace<OrganizationFeed>;
  SESSIONS: DurableObjectNamespace<HearsSettings>;
};

/** A reservation whose call never ended counts as spent after this; a lease that nobody renewed is given back. */
const HOLD_MS = 10 * 60_000;
const LEASE_MS = 30 * 60_000;
/** How long a session's prepaid calls are kept from others. */
const PREPAID_MS = 60_000;

/** Stands for the organization as a whole among those who spend. */
const ALL = '';

/** `lease` is the id of the session's object where it is one. */
type Hold = { id: string; who: string; usd: number; until: number; lease: string | null; caps: Caps };

/** One object an organization (named by its id): what was spent this month, what is reserved, how often was called. */
export class BudgetMeter extends DurableObject<Bindings> {
  private readonly counts = { learner: new CallCount(), background: new CallCount() };
  private readonly prepaid = new Map<string, { calls: number; until: number }>();

  constructor(state: DurableObjectState, env: Bindings) {
    super(state, env);
    const { sql } = state.storage;
    sql.exec(
      'CREATE TABLE IF NOT EXISTS spent (month TEXT, who TEXT, usd REAL, mark REAL, PRIMARY KEY (month, who))',
    );
    sql.exec(`CREATE TABLE IF NOT EXISTS holds
      (id TEXT PRIMARY KEY, who TEXT, usd REAL, until INTEGER, lease TEXT, cap_all REAL, cap_own REAL)`);
  }

  async reserve({ kind, learnerId, usd, counts, caps, limit }: ReserveAsk): Promise<ReserveAnswer> {
    const now = Date.now();
    await this.sweep(now);
    const why = inTheWay(this.standing(learnerId, now), caps, usd);
    if (why !== undefined) {
      await this.warn(why === 'learner' ? (learnerId ?? ALL) : ALL, 1);
      return { verdict: 'refused', refusal: refusalFor(why, now) };
    }
    if (counts) {
      const count = this.counts[kind];
      const prepaid = kind === 'learner' ? this.prepaidCalls(now) : 0;
      if (count.usedAt(now) + prepaid >= callsAMinute(kind, limit)) {
        const ms = Math.max(1000, count.resetIn(now));
        return kind === 'background'
          ? { verdict: 'wait', ms }
          : { verdict: 'refused', refusal: { why: 'calls', retryAfter: ms / 1000 } };
      }
      count.add(1, now);
    }
    const id = crypto.randomUUID();
    this.keep({ id, who: learnerId ?? ALL, usd, until: now + HOLD_MS, lease: null, caps });
    return { verdict: 'granted', hold: id };
  }

  async settle(hold: string, usd: number): Promise<void> {
    const [row] = this.take('id = ?', hold);
    // None where it was swept long ago, and counted then.
    if (row !== undefined) await this.spend(row, usd);
  }

  async lease({ sessionId, object, learnerId, spent, want, caps, limit }: LeaseAsk): Promise<LeaseGrant> {
    const now = Date.now();
    await this.sweep(now);
    this.take('id = ?', sessionId);
    this.prepaid.delete(sessionId);
    if (spent.usd > 0) await this.spend({ who: learnerId, caps }, spent.usd);
    this.counts.learner.add(spent.calls, now);
    const standing = this.standing(learnerId, now);
    const usd = Math.max(0, Math.min(want.usd, roomFor(standing, caps)));
    const free = limit - this.counts.learner.usedAt(now) - this.prepaidCalls(now);
    const calls = Math.max(0, Math.min(want.calls, free));
    this.keep({ id: sessionId, who: learnerId, usd, until: now + LEASE_MS, lease: object, caps });
    this.prepaid.set(sessionId, { calls, until: now + PREPAID_MS });
    const why = inTheWay(standing, caps, want.usd);
    if (why !== undefined) {
      // A smaller lease may still do; one of nothing will not.
      if (usd === 0) await this.warn(why === 'learner' ? learnerId : ALL, 1);
      return { usd, calls, refusal: refusalFor(why, now) };
    }
    const retryAfter = Math.max(1, this.counts.learner.resetIn(now) / 1000);
    return { usd, calls, refusal: calls < want.calls ? { why: 'calls', retryAfter } : null };
  }

  /** What the organization as a whole may still reserve, US dollars. */
  async room(caps: Caps): Promise<number> {
    const now = Date.now();
    await this.sweep(now);
    return roomFor(this.standing(null, now), { organization: caps.organization, learner: null });
  }

  /** Lessons under way hold settings of their own: they are told to look again, so that a change holds at once. */
  async settingsChanged(): Promise<void> {
    const { SESSIONS } = this.env;
    // Caps may have moved: what was warned of may have to be warned of again.
    this.ctx.storage.sql.exec('UPDATE spent SET mark = 0');
    const leases = this.ctx.storage.sql
      .exec<{ lease: string }>('SELECT lease FROM holds WHERE lease IS NOT NULL')
      .toArray();
    await Promise.allSettled(
      leases.map(({ lease }) => SESSIONS.get(SESSIONS.idFromString(lease)).settingsChanged()),
    );
  }

  private standing(learnerId: string | null, now: number): Standing {
    const { sql } = this.ctx.storage;
    const sum = (query: string, ...bindings: string[]) =>
      sql.exec<{ usd: number | null }>(`SELECT sum(usd) AS usd FROM ${query}`, ...bindings).one().usd ?? 0;
    const of = (who: string, held: number) => ({
      spent: sum('spent WHERE month = ? AND who = ?', monthOf(now), who),
      held,
    });
    return {
      organization: of(ALL, sum('holds')),
      learner:
        learnerId === null ? { spent: 0, held: 0 } : of(learnerId, sum('holds WHERE who = ?', learnerId)),
    };
  }

  private prepaidCalls(now: number): number {
    return [...this.prepaid.values()].reduce((sum, { calls, until }) => sum + (until > now ? calls : 0), 0);
  }

  private keep({ id, who, usd, until, lease, caps }: Hold): void {
    this.ctx.storage.sql.exec(
      'INSERT INTO holds VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...[id, who, usd, until, lease, caps.organization, caps.learner],
    );
  }

  private take(where: string, value: string | number): Hold[] {
    return this.ctx.storage.sql
      .exec<{
        id: string;
        who: string;
        usd: number;
        until: number;
        lease: string | null;
        cap_all: number | null;
        cap_own: number | null;
      }>(`DELETE FROM holds WHERE ${where} RETURNING *`, value)
      .toArray()
      .map(({ cap_all, cap_own, ...hold }) => ({
        ...hold,
        caps: { organization: cap_all, learner: cap_own },
      }));
  }

  private async sweep(now: number): Promise<void> {
    for (const hold of this.take('until < ?', now)) if (hold.lease === null) await this.spend(hold, hold.usd);
  }

  private async spend({ who, caps }: Pick<Hold, 'who' | 'caps'>, usd: number): Promise<void> {
    await this.add(ALL, usd, caps.organization);
    if (who !== ALL) await this.add(who, usd, caps.learner);
  }

  private async add(who: string, usd: number, cap: number | null): Promise<void> {
    const sum = this.ctx.storage.sql
      .exec<{ usd: number }>(
        `INSERT INTO spent VALUES (?, ?, ?, 0)
         ON CONFLICT (month, who) DO UPDATE SET usd = usd + excluded.usd RETURNING usd`,
        ...[monthOf(Date.now()), who, usd],
      )
      .one();
    await this.warn(who, markOf(sum.usd, cap));
  }

  /** The first time in a month that a mark of a cap is passed, or a call refused for it, the feed says so. */
  private async warn(who: string, mark: Mark): Promise<void> {
    const { rowsWritten } = this.ctx.storage.sql.exec(
      `INSERT INTO spent VALUES (?, ?, 0, ?) ON CONFLICT (month, who) DO UPDATE SET mark = excluded.mark
       WHERE mark < excluded.mark`,
      ...[monthOf(Date.now()), who, mark],
    );
    const { name } = this.ctx.id;
    if (mark === 0 || rowsWritten === 0 || name === undefined) return;
    const message = warningFor(mark, who === ALL ? 'organization' : 'learner');
    const { FEED } = this.env;
    await FEED.get(FEED.idFromName(name)).publish({ event: 'notice', data: { level: 'warning', message } });
  }
}
