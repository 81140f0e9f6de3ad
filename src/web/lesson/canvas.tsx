import { type ReadonlySignal, useComputed, useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { useRoute } from 'preact-iso';
import { ApiError, ask, get, refused, sentence, signedInAgain } from '../api/client.ts';
import { resources, useResource, useResourceLater } from '../api/resource.ts';
import { Button, ButtonLink } from '../parts/button.tsx';
import { later } from '../parts/later.tsx';
import { Band, Failed } from '../parts/states.tsx';
import { ThemeButton } from '../parts/theme.tsx';
import { toast } from '../parts/toast.tsx';
import { roundOf } from '../review/round.ts';
import { health } from '../shell/health.ts';
import { Missing } from '../shell/missing.tsx';
import { OfflineModels } from '../shell/offline-models.tsx';
import { online } from '../shell/online.ts';
import { useTitle } from '../shell/title.ts';
import { person } from '../who/person.ts';
import { words } from '../words/lesson.ts';
import { parts } from '../words/parts.ts';
import { told } from '../words/told.ts';
import { Composer } from './composer.tsx';
import { converse, converseKept, speakOver } from './connect.ts';
import type { Conversation } from './conversation.ts';
import { EMPTY } from './fold.ts';
import { Known } from './known.tsx';
import { Path } from './path.tsx';
import { makeRoom, RoomProvider, useRoom } from './room.ts';
import type { SessionView } from './session.ts';
import { Thread } from './thread.tsx';
import './lesson.css';

const RoundBar = later(async () => (await import('../review/round-bar.tsx')).RoundBar);
const SourcePanel = later(async () => (await import('./source.tsx')).SourcePanel);

const sessions = resources((id) => get<SessionView>(`/api/learning/sessions/${id}`));

/** A lesson: the conversation in the middle, the way and what one knows on one side, the source on the other. */
export function LessonPage() {
  const { params } = useRoute();
  return <Lesson key={params['id']} id={params['id'] ?? ''} />;
}

function Lesson({ id }: { id: string }) {
  const found = useResource(sessions(id));
  useResourceLater(health);
  const error = found.error.value;
  if (error instanceof ApiError && error.status === 404) {
    return (
      <main class="main">
        <Missing />
      </main>
    );
  }
  return <Room id={id} found={found.value.value} failed={error} onRetry={found.reload} />;
}

function Room({
  id,
  found,
  failed,
  onRetry,
}: {
  id: string;
  found: SessionView | undefined;
  failed: unknown;
  onRetry: () => Promise<void>;
}) {
  const talk = useMemo(() => converse(id), [id]);
  const owner = useSignal<string | undefined>(undefined);
  owner.value = found?.learnerId ?? talk.lesson.value.session?.learnerId;
  const isReadOnly = useComputed(() => owner.value !== undefined && owner.value !== person.value?.learnerId);
  const voice = useMemo(() => speakOver(talk), [talk]);
  const room = useMemo(() => makeRoom(id, { talk, voice }, isReadOnly), [talk]);
  useEffect(() => voice.close, [voice]);
  useEffect(() => {
    const end = converseKept(id, talk);
    const comeBack = () => talk.retry();
    const lookAgain = () => {
      if (!document.hidden) talk.retry();
    };
    addEventListener('online', comeBack);
    addEventListener('offline', talk.lost);
    document.addEventListener('visibilitychange', lookAgain);
    return () => {
      removeEventListener('online', comeBack);
      removeEventListener('offline', talk.lost);
      document.removeEventListener('visibilitychange', lookAgain);
      end();
    };
  }, [talk]);
  useArchive(talk, found);
  useSessionEnd(talk.link.value.kind === 'ended' && talk.link.value.because === 'signed-out', talk.start);
  const title = titleOf(talk.lesson.value.session ?? found);
  useTitle(title);
  const canWrite = !isReadOnly.value && !talk.lesson.value.session?.completedAt;
  const source = room.source.value;
  const sheet = room.sheet.value;
  return (
    <RoomProvider value={room}>
      <div class={source === null ? 'canvas' : 'canvas canvas-source'}>
        <a class="skip" href={canWrite ? '#say' : '#main'}>
          {parts.value.skip}
        </a>
        <Top title={title} />
        <aside class={sheet === 'path' ? 'c-side sheet-open' : 'c-side'} aria-label={words.value.path.show}>
          <Side />
        </aside>
        <main class="c-talk" id="main" tabIndex={-1} inert={sheet !== null}>
          <div class="bands">
            <LinkBand />
            {roundOf(id) !== undefined && <RoundBar onDone={() => void complete(id)} />}
            {failed !== undefined &&
              found === undefined &&
              !(failed instanceof ApiError && failed.status === 0) && (
                <Failed message={sentence(failed)} onRetry={() => void onRetry()} />
              )}
          </div>
          <Thread />
          <Composer />
        </main>
        {source !== null && <SourcePanel citation={source} />}
        {(source !== null || sheet !== null) && (
          <button
            type="button"
            class="scrim"
            aria-label={parts.value.close}
            tabIndex={-1}
            onClick={() => {
              room.close();
              room.sheet.value = null;
            }}
          />
        )}
      </div>
    </RoomProvider>
  );
}

/** The session's goal in the learner's words, else the nugget that is being taught. */
const titleOf = (session: SessionView | null | undefined): string =>
  session?.goal ?? session?.currentNode?.nugget.title ?? words.value.untitled;

/** A lesson finished long ago has left its line: then its words are fetched, and no line is sought. */
function useArchive(talk: Conversation, session: SessionView | undefined): void {
  const isAway = talk.link.value.kind === 'waiting' && session !== undefined && session.completedAt !== null;
  useEffect(() => {
    if (!isAway) return;
    import('./archive.ts')
      .then(({ archived }) => archived(session.id))
      .then(
        (events) => {
          talk.restore({ ...EMPTY, session, events, lastSeq: events.at(-1)?.seq ?? 0 });
          talk.close();
        },
        // Without a network the line is sought on, and this with it.
        () => undefined,
      );
  }, [isAway]);
}

/** An ended token asks to sign in again over the page; then the line is taken up where it was. */
function useSessionEnd(hasEnded: boolean, start: () => void): void {
  const times = signedInAgain.value;
  useEffect(() => {
    if (hasEnded) refused.value++;
  }, [hasEnded]);
  useEffect(() => {
    if (times > 0) start();
  }, [times]);
}

function Top({ title }: { title: string }) {
  const room = useRoom();
  const said = words.value;
  const { session } = room.talk.lesson.value;
  return (
    <header class="c-top">
      <ButtonLink kind="bare" icon="chevron-left" label={said.back} href="/" />
      <h1 class="ellipsis" title={title}>
        {title}
      </h1>
      {session?.currentNode?.nugget.title && session.currentNode.nugget.title !== title && (
        <span class="where ellipsis only-wide">{session.currentNode.nugget.title}</span>
      )}
      <span class="end row c-acts">
        <span class="only-wide">
          <OfflineModels />
        </span>
        <span class="only-narrow">
          <Button
            kind="bare"
            icon="route"
            label={said.path.show}
            expanded={room.sheet.value === 'path'}
            onClick={() => {
              room.sheet.value = room.sheet.value === 'path' ? null : 'path';
            }}
          />
        </span>
        <span class="only-wide">
          <ThemeButton />
        </span>
        <span class="only-wide">
          <Finish />
        </span>
      </span>
    </header>
  );
}

/** Ends a lesson; what it changed comes over its line. Says why where it cannot. */
async function complete(sessionId: string): Promise<void> {
  try {
    await ask('POST', `/api/learning/sessions/${sessionId}/complete`);
  } catch (thrown) {
    toast(sentence(thrown));
  }
}

/** Ends the lesson and shows what it changed. */
function Finish() {
  const room = useRoom();
  const said = words.value;
  const { session } = room.talk.lesson.value;
  const isFinishing = useSignal(false);
  const finish = async () => {
    isFinishing.value = true;
    await complete(room.sessionId);
    isFinishing.value = false;
    room.sheet.value = null;
  };
  if (session === null || room.isReadOnly.value) return null;
  if (session.completedAt !== null) return <span class="tag">{said.finished}</span>;
  return (
    <Button onClick={() => void finish()} busy={isFinishing.value && said.finishing}>
      {said.finish}
    </Button>
  );
}

/** From here on there is room for what would else be a sheet. */
const WIDE = '(min-width: 941px)';

function useWide(): ReadonlySignal<boolean> {
  const isWide = useSignal(matchMedia(WIDE).matches);
  useEffect(() => {
    const wide = matchMedia(WIDE);
    const changed = () => {
      isWide.value = wide.matches;
    };
    wide.addEventListener('change', changed);
    return () => wide.removeEventListener('change', changed);
  }, []);
  return isWide;
}

/** A sheet takes the focus and gives it back; Escape closes it, and so does a window that has room for it. */
function useSheet(heading: { current: HTMLElement | null }): void {
  const { sheet } = useRoom();
  const isOpen = sheet.value !== null;
  useEffect(() => {
    if (!isOpen) return;
    const openedFrom = document.activeElement;
    const close = () => {
      sheet.value = null;
    };
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      close();
    };
    const wide = matchMedia(WIDE);
    heading.current?.focus();
    addEventListener('keydown', press, true);
    wide.addEventListener('change', close);
    return () => {
      removeEventListener('keydown', press, true);
      wide.removeEventListener('change', close);
      if (openedFrom instanceof HTMLElement) openedFrom.focus();
    };
  }, [isOpen]);
}

function Side() {
  const room = useRoom();
  const said = words.value;
  const isReadOnly = room.isReadOnly.value;
  const heading = useRef<HTMLHeadingElement>(null);
  useSheet(heading);
  const isWide = useWide();
  if (!isWide.value && room.sheet.value !== 'path') return null;
  return (
    <>
      <section aria-labelledby="h-path">
        <div class="row side-head">
          <h2 id="h-path" class="grow" ref={heading} tabIndex={-1}>
            {(isReadOnly ? said.path.theirs : said.path).title}
          </h2>
          <span class="sheet-close">
            <Button
              kind="bare"
              icon="x"
              label={parts.value.close}
              onClick={() => {
                room.sheet.value = null;
              }}
            />
          </span>
        </div>
        <Path />
      </section>
      <section aria-labelledby="h-known">
        <h2 id="h-known" class="side-head">
          {(isReadOnly ? said.mastery.theirs : said.mastery).title}
        </h2>
        <Known />
      </section>
      <p class="row only-narrow side-acts">
        <Finish />
        <OfflineModels />
        <span class="end">
          <ThemeButton />
        </span>
      </p>
    </>
  );
}

/** Says only what stops one from going on: a short loss of the line is nobody's business. */
function LinkBand() {
  const { talk } = useRoom();
  const said = words.value.link;
  const state = talk.link.value;
  const notice = talk.notice.value;
  const now = useClock(state.kind === 'waiting');
  if (state.kind === 'ended' && state.because === 'not-yours') return <Band>{said.notYours}</Band>;
  if (state.kind === 'ended' && state.because === 'protocol') {
    return (
      <Band
        action={
          <button type="button" class="link" onClick={() => location.reload()}>
            {said.reload}
          </button>
        }
      >
        {said.protocol}
      </Band>
    );
  }
  if (state.kind === 'waiting' || !online.value) {
    const seconds = state.kind === 'waiting' ? Math.ceil((state.at - now) / 1000) : 0;
    return (
      <Band
        icon="wifi-off"
        action={
          <button type="button" class="link" onClick={talk.retry}>
            {said.now}
          </button>
        }
      >
        {said.lost(Math.max(0, seconds))}
      </Band>
    );
  }
  if (notice !== null) return <Band icon="triangle-alert">{told.value.sentence(notice)}</Band>;
  const { watchers } = talk.lesson.value;
  return watchers === 0 ? null : <Band icon="eye">{said.watched(watchers)}</Band>;
}

function useClock(isOn: boolean): number {
  const now = useSignal(Date.now());
  useEffect(() => {
    if (!isOn) return;
    now.value = Date.now();
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 500);
    return () => clearInterval(timer);
  }, [isOn]);
  return now.value;
}
