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
import type { StoredEvent } from '../src/tutoring/protocol.ts';
import { progressView } from '../src/tutoring/session-progress.ts';
import { openSockets, type Sockets } from '../src/tutoring/sockets.ts';
import { openSpeech } from '../src/tutoring/speech.ts';
import { type EventStream, openEventStream } from '../src/tutoring/stream.ts';
import type { SessionSummary } from '../src/tutoring/summary.ts';
import { type ProgressView, type SessionView, sessionView } from '../src/tutoring/view.ts';

const Posted = z.object({ id: z.string(), content: z.string() });

const GOING_AWAY = 1001;

const VOICE_LOST = 'The voice can’t be reached at the moment. Please read on.';

export class TutorSession extends DurableObject<EdgeBindings> {
  private log: SessionLog;
  private readonly conductor: Conductor;
  private readonly sockets: Sockets;
  private readonly streams = new Set<EventStream>();
  private alarmAt: number | null = null;

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
    this.sockets = openSockets({
      state,
      conductor: () => this.conductor,
      view: () => sessionView(this.conductor.lesson()),
      admit: admitVisitor(env, state),
      now: () => new Date(),
    });
    // Whatever woke it: a turn that died with the last process goes on.
    this.conductor.pump();
  }

  private send(event: Outgoing): boolean {
    for (const stream of this.streams) stream.send(event);
    return this.sockets.send(event) || this.streams.size > 0;
  }

  private wakeAt(at: number): void {
    if (this.alarmAt !== null && this.alarmAt <= at) return;
    this.alarmAt = at;
    this.ctx.waitUntil(this.ctx.storage.setAlarm(at));
  }

  private restUntil(at: number | null): void {
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

  async complete(): Promise<SessionSummary | null> {
    return (await this.isHere()) ? this.conductor.complete() : null;
  }

  async flush(): Promise<void> {
    if (await this.isHere()) await this.conductor.flush();
  }

  /** The learner is erased: nothing of the session stays. */
  async erase(): Promise<void> {
    this.sockets.closeAll(GOING_AWAY, 'The session was erased.');
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
    return isOwn ? this.stream(Posted.parse(await request.json())) : new Response(null, { status: 404 });
  }

  /** A message by HTTP: its ack, then every event until it is answered. A repeat gets what the first one got. */
  private async stream({ id, content }: z.infer<typeof Posted>): Promise<Response> {
    const events = openEventStream(() => this.streams.delete(events));
    const answer = await answerOf(async () => {
      let from = 0;
      const novelty = await this.conductor.submit(id, { kind: 'message', content }, (seq) => {
        from = seq ?? 0;
        events.send({ event: 'session:ack', data: { id, seq } });
        this.streams.add(events);
      });
      if (novelty === 'known')
        for (const past of [...this.log.eventsAfter(from - 1), ...this.conductor.writtenSoFar(id)])
          events.send(past);
    });
    if (!answer.ok) return Response.json(answer, { status: 409 });
    this.ctx.waitUntil(this.conductor.answered(id).finally(() => events.end()));
    return new Response(events.readable, {
      headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' },
    });
  }

  override async webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): Promise<void> {
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
    this.sockets.closeAll(GOING_AWAY, 'The session is over.');
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
    this.log = openLog(this.ctx.storage);
  }
}
