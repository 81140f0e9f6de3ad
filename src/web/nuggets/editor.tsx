import { useSignal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import { useLocation, useRoute } from 'preact-iso';
import {
  deleteNugget,
  editNugget,
  nuggets,
  questionsOf,
  setPublished,
  versionsOf,
} from '../api/admin-nuggets.ts';
import { jobs } from '../api/admin-sources.ts';
import { ApiError, sentence } from '../api/client.ts';
import { listen } from '../api/feed.ts';
import { useResource } from '../api/resource.ts';
import type { NuggetView } from '../api/shapes.ts';
import { Shown } from '../api/shown.tsx';
import { Button, ButtonLink } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Field, TextField } from '../parts/field.tsx';
import { Menu } from '../parts/menu.tsx';
import { Picture } from '../parts/picture.tsx';
import { Band } from '../parts/states.tsx';
import { toast } from '../parts/toast.tsx';
import { Missing } from '../shell/missing.tsx';
import { useTitle } from '../shell/title.ts';
import { withJob } from '../sources/rows.ts';
import { words } from '../words/nuggets.ts';
import { parts as partWords } from '../words/parts.ts';
import { Beside } from './beside.tsx';
import { type Draft, draftOf, editOf, rebased } from './draft.ts';
import { StateTag } from './list.tsx';
import { Parts } from './parts.tsx';
import { Questions } from './questions.tsx';
import { Slides } from './slides.tsx';
import { Versions } from './versions.tsx';
import './nuggets.css';

/** A nugget beside the page it came from: mended by hand, made again by part, taken back to what it was. */
export function NuggetPage() {
  const { params } = useRoute();
  const id = params['id'] ?? '';
  const nugget = useResource(nuggets(id));
  useEffect(
    () =>
      listen({
        hear: (frame) => {
          if (frame.event !== 'ingestion:job:updated') return;
          const { data } = frame;
          jobs.change((known) => withJob(known, data));
          const isOver = data.status !== 'pending' && data.status !== 'processing';
          if (isOver && data.metadata.nuggetId === id) {
            void nugget.reload();
            void versionsOf(id).reload();
            void questionsOf(id).reload();
          }
        },
        missed: () => void nugget.reload(),
      }),
    [id],
  );
  const error = nugget.error.value;
  const isGone = error instanceof ApiError && error.status === 404;
  if (isGone && nugget.value.value === undefined) return <Missing />;
  return (
    <>
      {nugget.value.value === undefined && (
        <header class="page-head ed-head">
          <ButtonLink kind="bare" icon="chevron-left" label={words.value.editor.back} href="/nuggets" />
          <h1>{words.value.one}</h1>
        </header>
      )}
      <Shown of={nugget}>{(value) => <Editor key={value.id} nugget={value} isGone={isGone} />}</Shown>
    </>
  );
}

type Written = { base: Draft; draft: Draft };

/** The fields, kept on this device until they are saved. What was made or changed meanwhile joins what is written. */
function useDraft(nugget: NuggetView) {
  const key = `nuggets.draft.${nugget.id}`;
  const base = draftOf(nugget);
  const [written, setWritten] = useState<Written>(() => {
    const kept = localStorage.getItem(key);
    return kept === null ? { base, draft: base } : JSON.parse(kept);
  });
  const draft = rebased(written.draft, written.base, base);
  const edit = editOf(nugget, draft);
  useEffect(() => {
    if (edit === undefined) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify({ base, draft }));
  }, [written, nugget]);
  return { draft, setDraft: (next: Draft) => setWritten({ base, draft: next }), edit };
}

function Editor({ nugget, isGone }: { nugget: NuggetView; isGone: boolean }) {
  const said = words.value.editor;
  const { draft, setDraft, edit } = useDraft(nugget);
  const isSaving = useSignal(false);
  const isStale = useSignal(false);
  const resource = nuggets(nugget.id);
  useTitle(nugget.title ?? words.value.untitled);
  const set = (key: Exclude<keyof Draft, 'slides'>) => (value: string) =>
    setDraft({ ...draft, [key]: value });
  const take = (next: NuggetView) => {
    resource.change(() => next);
    void versionsOf(nugget.id).reload();
  };
  const save = async () => {
    if (edit === undefined) return;
    isSaving.value = true;
    try {
      const next = await editNugget(nugget.id, nugget.version, edit);
      setDraft(draftOf(next));
      take(next);
      isStale.value = false;
    } catch (thrown) {
      if (thrown instanceof ApiError && thrown.status === 409) isStale.value = true;
      else if (thrown instanceof ApiError && thrown.status === 404) void resource.reload();
      else toast(sentence(thrown));
    } finally {
      isSaving.value = false;
    }
  };
  return (
    <>
      <header class="page-head ed-head">
        <ButtonLink kind="bare" icon="chevron-left" label={said.back} href="/nuggets" />
        <div class="grow">
          <p class="small row wrap">
            <StateTag nugget={nugget} />
            <span class="muted">{said.version(nugget.version)}</span>
            {edit !== undefined && <span class="muted">{said.unsaved}</span>}
          </p>
          <h1 dir="auto">{nugget.title ?? words.value.untitled}</h1>
        </div>
        <Acts nugget={nugget} take={take} />
        <Button
          kind="pen"
          onClick={() => void save()}
          disabled={edit === undefined || isGone}
          busy={isSaving.value && said.saving}
        >
          {said.save}
        </Button>
      </header>
      {nugget.review === 'rejected' && nugget.reviewReason !== null && (
        <Band>
          <b>{said.sentBack}</b> <span dir="auto">{nugget.reviewReason}</span>
        </Band>
      )}
      {isGone && <Band icon="triangle-alert">{said.gone}</Band>}
      {isStale.value && (
        <Band
          icon="triangle-alert"
          action={
            <button
              type="button"
              class="link"
              onClick={() => {
                isStale.value = false;
                void resource.reload();
              }}
            >
              {said.reload}
            </button>
          }
        >
          {said.conflict}
        </Band>
      )}
      <div class="ed">
        <Beside nugget={nugget} />
        <div class="ed-main">
          <Field label={said.name} value={draft.title} onInput={set('title')} maxLength={300} />
          <TextField
            label={said.text}
            hint={said.textHint}
            value={draft.content}
            onInput={set('content')}
            rows={6}
            maxLength={20_000}
          />
          <Field label={said.topics} value={draft.topics} onInput={set('topics')} />
          <div class="ed-pair">
            <Field
              label={said.difficulty}
              type="number"
              min={1}
              max={10}
              value={draft.difficulty}
              onInput={set('difficulty')}
            />
            <Field
              label={said.minutes}
              type="number"
              min={0.5}
              step="any"
              value={draft.minutes}
              onInput={set('minutes')}
            />
          </div>
          <Field label={said.prerequisites} value={draft.prerequisites} onInput={set('prerequisites')} />
          <Slides slides={draft.slides} onChange={(slides) => setDraft({ ...draft, slides })} />
          {nugget.imageUrl !== null && (
            <section class="stack">
              <h2>{said.picture}</h2>
              <Picture class="ed-picture" of={nugget} alt={nugget.imageAlt ?? ''} sizes="40rem" later />
              <Field label={said.alt} value={draft.imageAlt} onInput={set('imageAlt')} maxLength={500} />
            </section>
          )}
          <Questions nuggetId={nugget.id} />
          {edit !== undefined && (
            <Button
              kind="bare"
              onClick={() => {
                const before = draft;
                setDraft(draftOf(nugget));
                toast(said.discarded, { undo: () => setDraft(before) });
              }}
            >
              {said.discard}
            </Button>
          )}
        </div>
        <aside class="ed-side">
          <Parts nugget={nugget} take={take} />
          <Versions nugget={nugget} take={take} />
        </aside>
      </div>
    </>
  );
}

function Acts({ nugget, take }: { nugget: NuggetView; take: (next: NuggetView) => void }) {
  const said = words.value.editor;
  const { route } = useLocation();
  const isAsking = useSignal(false);
  const isLive = nugget.publishedAt !== null;
  // What was taken back is a draft, and may be offered again.
  const isMade = nugget.status === 'ready' || nugget.status === 'draft';
  const publish = async () => {
    try {
      take(await setPublished(nugget.id, !isLive));
    } catch (thrown) {
      toast(sentence(thrown));
    }
  };
  const remove = async () => {
    isAsking.value = false;
    try {
      await deleteNugget(nugget.id);
      toast(said.removed);
      route('/nuggets', true);
    } catch (thrown) {
      toast(sentence(thrown));
    }
  };
  return (
    <>
      <Button disabled={!isLive && !isMade} onClick={() => void publish()}>
        {isLive ? said.unpublish : said.publish}
      </Button>
      <Menu
        label={partWords.value.more}
        items={[
          {
            name: said.remove,
            icon: 'trash-2',
            alert: true,
            onSelect: () => {
              isAsking.value = true;
            },
          },
        ]}
      />
      <Dialog
        title={said.removeTitle}
        open={isAsking.value}
        onClose={() => {
          isAsking.value = false;
        }}
      >
        <p>{said.removeText}</p>
        <div class="dialog-acts">
          <Button
            onClick={() => {
              isAsking.value = false;
            }}
          >
            {partWords.value.cancel}
          </Button>
          <Button kind="alert" onClick={() => void remove()}>
            {said.remove}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
