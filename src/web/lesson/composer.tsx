import { useEffect, useRef, useState } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { later } from '../parts/later.tsx';
import { words } from '../words/lesson.ts';
import { MAX_MESSAGE } from './limits.ts';
import { useRoom } from './room.ts';
import { SpeakButton, VoiceTrouble } from './speak.tsx';

const Listening = later(async () => (await import('./listening.tsx')).Listening);

/**
 * Where one writes or speaks: two states of one box. What is typed survives a reload; Enter sends, Shift+Enter begins a
 * line; Send becomes Stop while an answer is written or sounds.
 */
export function Composer() {
  const { talk, voice, sessionId, isReadOnly } = useRoom();
  const said = words.value.composer;
  const key = `nuggets.draft.${sessionId}`;
  const [draft, setDraft] = useState(localStorage.getItem(key) ?? '');
  const field = useRef<HTMLTextAreaElement>(null);
  const isWriting = talk.lesson.value.writing !== null;
  const isSounding = voice.sounding.value !== null;
  const isSpeaking = voice.state.value.kind !== 'off';
  const over = draft.length - MAX_MESSAGE;

  const keep = (text: string) => {
    setDraft(text);
    if (text === '') localStorage.removeItem(key);
    else localStorage.setItem(key, text);
  };
  const stop = () => (voice.sounding.peek() === null ? talk.stop() : voice.hush());
  const submit = (event: Event) => {
    event.preventDefault();
    if (draft.trim() === '' || over > 0) return;
    voice.hush();
    talk.tell({ event: 'session:message', data: { content: draft } });
    keep('');
    field.current?.focus();
  };
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      if (voice.state.peek().kind !== 'off') voice.drop();
      else stop();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [talk, voice]);

  if (isReadOnly.value) return <LookingOn />;
  if (talk.lesson.value.session?.completedAt) return <p class="composer-note">{said.over}</p>;
  return (
    <div class="composer">
      <form onSubmit={submit} aria-label={said.label}>
        {isSpeaking && <Listening />}
        <textarea
          hidden={isSpeaking}
          ref={field}
          id="say"
          rows={1}
          dir="auto"
          data-shortcut="/"
          aria-label={said.label}
          placeholder={isWriting ? said.writing : said.label}
          value={draft}
          onInput={(event) => keep(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
          }}
        />
        <span class="row composer-acts">
          <SpeakButton />
          {!isSpeaking &&
            ((isWriting || isSounding) && draft.trim() === '' ? (
              <Button icon="square" label={said.stop} onClick={stop} />
            ) : (
              <Button
                kind="pen"
                type="submit"
                icon="arrow-up"
                label={said.send}
                disabled={draft.trim() === '' || over > 0}
              />
            ))}
        </span>
      </form>
      <VoiceTrouble />
      {over > 0 && (
        <p class="wrong" role="alert">
          {said.tooLong(over)}
        </p>
      )}
    </div>
  );
}

/** Instead of a box to write in: that one only looks on, and whether the learner knows. */
function LookingOn() {
  const { talk } = useRoom();
  const said = words.value.link;
  const [isTold, setTold] = useState(false);
  return (
    <p class="composer-note">
      {isTold ? said.lookingTold : said.looking}{' '}
      {!isTold && (
        <button
          type="button"
          class="link"
          onClick={() => {
            talk.announce();
            setTold(true);
          }}
        >
          {said.tell}
        </button>
      )}
    </p>
  );
}
