import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { person } from '../who/person.ts';
import { percent, size } from '../words/numbers.ts';
import { words } from '../words/sources.ts';
import { uploads } from './uploading.ts';
import type { Upload } from './uploads.ts';

/** What the API answers where the allowance has no room for it. */
const OVER_THE_CAP = 409;

/** A file on its way up, in the place where its source will stand. */
export function UploadRow({ upload }: { upload: Upload }) {
  const said = words.value.upload;
  const { state } = upload;
  const part = state.kind === 'sending' ? state.part : state.kind === 'checking' ? 1 : 0;
  return (
    <li class={state.kind === 'failed' ? 'src-row failed' : 'src-row'}>
      <div class="src-cols">
        <div class="src-name">
          <Icon name={state.kind === 'failed' ? 'triangle-alert' : 'upload'} />
          <div class="grow">
            <b class="ellipsis" title={upload.name} dir="auto">
              {upload.name}
            </b>
            <span class="small muted">{size(upload.size)}</span>
          </div>
        </div>
        <div class="stg">
          <progress max={1} value={part} aria-label={upload.name} />
          <span role={state.kind === 'failed' ? 'alert' : undefined}>
            <Says state={state} />
          </span>
        </div>
        <span class="src-count" />
        <span class="src-when" />
        <div class="row src-acts">
          {state.kind === 'failed' && (
            <Button
              kind="bare"
              icon="x"
              label={said.dismiss(upload.name)}
              onClick={() => uploads.dismiss(upload.id)}
            />
          )}
        </div>
      </div>
    </li>
  );
}

function Says({ state }: { state: Upload['state'] }) {
  const said = words.value.upload;
  switch (state.kind) {
    case 'queued':
      return <b>{said.queued}</b>;
    case 'sending':
      return <b>{said.sending(percent(state.part * 100))}</b>;
    case 'checking':
      return <b>{said.checking}</b>;
    case 'waiting':
      return <Waiting at={state.at} />;
    case 'failed':
      return (
        <>
          <b>{said.failed(state.because)}</b>
          {state.status === OVER_THE_CAP && person.value?.role === 'admin' && (
            <>
              {' '}
              <a class="link" href="/settings">
                {said.settings}
              </a>
            </>
          )}
        </>
      );
    default:
      return state satisfies never;
  }
}

function Waiting({ at }: { at: number }) {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      now.value = Date.now();
    }, 1000);
    return () => clearInterval(timer);
  }, []);
  return <b>{words.value.upload.waiting(Math.max(0, Math.ceil((at - now.value) / 1000)))}</b>;
}
