/** A lesson while it happens: sockets in, frames out. It lends what the platform gives and holds no rule of its own. */
import { DurableObject } from 'cloudflare:workers';
import { z } from 'zod';
import type { EdgeBindings } from '../src/app/deps.ts';
import { admitVisitor, sessionDeps } from '../src/app/session-deps.ts';
import { type Conductor, conduct } from '../src/tutoring/conductor.ts';
import { errorFrame } from '../src/tutoring/frames.ts';
import type { Outgoing } from '../src/tutoring/journal.ts';
import { lend } from '../src/tutoring/lend.ts';
import type { Lesson } from '../src/tutoring/lesson.ts';
import { type Answer, answerOf, type Chosen, chosenFrom, VISITOR, Visitor } from '../src/tutoring/live.ts';
import { openLog, type SessionLog } from '../src/tutoring/log.ts';
import { obey } from '../src/tutoring/obey.ts';
import type { SaidFrame, StoredEvent } from '../src/tutoring/protocol.ts';
import { progressView } from '../src/tutoring/session-progress.ts';
import { openSockets, type Sockets } from '../src/tutoring/sockets.ts';
import { openSpeech } from '../src/tutoring/speech.ts';
import { openStreams, type Streams } from '../src/tutoring/streams.ts';
import type { SessionSummary } from '../src/tutoring/summary.ts';
import { type ProgressView, type SessionView, sessionView } from '../src/tutoring/view.ts';

const Posted = z.object({ id: z.string(), content: z.string() });

const Listening = z.object({
  lastSeq: z.coerce.number(),
  announce: z.literal('true').optional().transform(Boolean),
});

const GOING_AWAY = 1001;

/** Whoever was answered mostly writes again within this time, milliseconds: so long a lesson does not sleep. */
const AWAKE_MS = 75_000;

const VOICE_LOST = 'The voice can’t be reached at the moment. Please read on.';

export class TutorSession extends DurableObject<EdgeBindings> {
  private log: SessionLog;
  private readonly conductor: Conductor;
  private readonly sockets: Sockets;
  private readonly streams: Streams;
  private alarmAt: number | null = null;
  private awake: ReturnType<typeof setTimeout> | undefined;

  constructor(state: DurableObjectState, env: EdgeBindings) {
    super(state, env);
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
    this.log = openLog(state.storage);
    const lent = lend(sessionDeps(env, state, () => this.conductor.lesson()));
    this.conductor = conduct({
      ...lent,
      openSpeech: (messageId) =>
        openSpeech(
          {
            ...lent,
            speak: (text, signal) => lent.speak(this.conductor.lesson(), text, signal),
            send: (header, audio) => this.sockets.sendSound(header, audio),
            lost: () => this.send(errorFrame('upstream_error', VOICE_LOST)),
          },
          messageId,
        ),
      log: () => this.log,
      send: (event) => this.send(event),
      wakeAt: (at) => this.wakeAt(at),
      restUntil: (at) => this.restUntil(at),
    });
    const shared = {
      conductor: () => this.conductor,
      view: () => sessionView(this.conductor.lesson()),
      now: () => new Date(),
    };
    this.streams = openStreams({
      ...shared,
      log: () => this.log,
      sockets: () => this.sockets,
      later: (work) => state.waitUntil(work),
    });
    this.sockets = openSockets({
      ...shared,
      state,
      streams: () => this.streams,
      admit: admitVisitor(env, state),
    });
    // Whatever woke it: a turn that died with the last process goes on.
    this.conductor.pump();
  }

  private send(event: Outgoing): boolean {
    const hasReached = this.streams.send(event);
    return this.sockets.send(event) || hasReached;
  }

  private wakeAt(at: number): void {
    if (this.alarmAt !== null && this.alarmAt <= at) return;
    this.alarmAt = at;
    this.ctx.waitUntil(this.ctx.storage.setAlarm(at));
  }

  private restUntil(at: number | null): void {
    // What was answered has just come to its end.
    this.stayAwake();
    if (this.alarmAt === at) return;
    this.alarmAt = at;
    this.ctx.waitUntil(at === null ? this.ctx.storage.deleteAlarm() : this.ctx.storage.setAlarm(at));
  }

  /** Whether the session is here. Whoever asks for one that is not leaves no storage behind. */
  private async isHere(): Promise<boolean> {
    if (this.log.lesson() !== null) return true;
    await this.ctx.storage.deleteAll();
    return false;
  }

  async begin(lesson: Lesson): Promise<void> {
    if (this.log.lesson() === null) this.log = openLog(this.ctx.storage);
    this.conductor.begin(lesson);
  }

  async view(): Promise<SessionView | null> {
    return (await this.isHere()) ? sessionView(this.conductor.lesson()) : null;
  }

  async progress(): Promise<ProgressView | null> {
    if (!(await this.isHere())) return null;
    return progressView(this.conductor.lesson(), this.log.progressChanges(), new Date());
  }

  async choose(choiceId: string): Promise<Answer<Chosen> | null> {
    if (!(await this.isHere())) return null;
    return answerOf(async () => {
      const events: StoredEvent[] = [];
      await this.conductor.submit(crypto.randomUUID(), { kind: 'choice', choiceId }, (seq) => {
        events.push(...this.log.eventsAfter((seq ?? 1) - 1));
      });
      // The answer itself is what shows it.
      this.conductor.markViewed();
      return chosenFrom(events);
    });
  }

  /** Something said or done that was posted; gives the `seq` of what was stored. */
  async hear(frame: SaidFrame): Promise<Answer<number | null> | null> {
    if (!(await this.isHere())) return null;
    this.stayAwake();
    return answerOf(async () => {
      let stored: number | null = null;
      await obey(this.conductor, frame, (seq) => {
        stored = seq;
      });
      return stored;
    });
  }

  async complete(): Promise<SessionSummary | null> {
    return (await this.isHere()) ? this.conductor.complete() : null;
  }

  async flush(): Promise<void> {
    if (await this.isHere()) await this.conductor.flush();
  }

  /** The learner is erased: nothing of the session stays. */
  async erase(): Promise<void> {
    this.closeAll('The session was erased.');
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.log = openLog(this.ctx.storage);
  }

  /** The meter says that somebody changed what is set for this organization. */
  async settingsChanged(): Promise<void> {
    if (await this.isHere()) await this.conductor.refresh();
  }

  async tokenEnded(jti: string, rotated: boolean): Promise<void> {
    this.sockets.tokenEnded(jti, rotated);
    this.streams.tokenEnded(jti);
  }

  override async fetch(request: Request): Promise<Response> {
    const visitor = Visitor.parse(JSON.parse(decodeURIComponent(request.headers.get(VISITOR) ?? '')));
    if (!(await this.isHere())) return new Response(null, { status: 404 });
    const { organizationId, learnerId } = this.conductor.lesson().session;
    const isOwn = learnerId === visitor.learnerId;
    const maySee = organizationId === visitor.organizationId && (isOwn || visitor.role !== 'learner');
    if (!maySee) return new Response(null, { status: 404 });
    const isUpgrade = request.headers.get('Upgrade')?.toLowerCase() === 'websocket';
    if (isUpgrade) return this.sockets.accept(request, visitor, isOwn);
    if (request.method === 'GET') {
      const { lastSeq, announce } = Listening.parse(Object.fromEntries(new URL(request.url).searchParams));
      return this.streams.listen(visitor, { mayWrite: isOwn, lastSeq, announce });
    }
    return isOwn ? this.streams.say(Posted.parse(await request.json())) : new Response(null, { status: 404 });
  }

  private closeAll(reason: string): void {
    this.sockets.closeAll(GOING_AWAY, reason);
    this.streams.closeAll();
  }

  /** The platform lets no object sleep whose timer runs. One that slept has to learn again what it knew before it can ask. */
  private stayAwake(): void {
    clearTimeout(this.awake);
    this.awake = setTimeout(() => undefined, AWAKE_MS);
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
    this.stayAwake();
    await this.sockets.hear(socket, data);
  }

  /** The platform answers the close; what the learner missed is in the log. */
  override webSocketClose(socket: WebSocket): void {
    this.sockets.left(socket);
  }

  override webSocketError(socket: WebSocket): void {
    this.sockets.left(socket);
  }

  override async alarm(): Promise<void> {
    this.alarmAt = null;
    if (!(await this.conductor.tick())) return;
    this.closeAll('The session is over.');
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.log = openLog(this.ctx.storage);
  }
}
