/** Speaking instead of typing: the button, and what went wrong. */
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { words } from '../words/lesson.ts';
import { useRoom } from './room.ts';

/** A press shorter than this begins to listen until the next; a longer one ends when it is let go, milliseconds. */
const HOLD_MS = 400;

/** Pressed it listens and becomes Send; held, letting go sends. */
export function SpeakButton() {
  const { voice } = useRoom();
  const said = words.value.voice;
  const button = useRef<HTMLButtonElement>(null);
  const { kind } = voice.state.value;
  useEffect(() => {
    const element = button.current;
    if (element === null) return;
    let pressedAt: number | null = null;
    const press = (event: PointerEvent) => {
      pressedAt = null;
      if (event.button !== 0 || voice.state.peek().kind !== 'off') return;
      pressedAt = event.timeStamp;
      // Let go anywhere, it is let go.
      element.setPointerCapture(event.pointerId);
      void voice.begin();
    };
    const release = (event: PointerEvent) => {
      if (pressedAt !== null && event.timeStamp - pressedAt >= HOLD_MS) void voice.finish();
    };
    // The click that follows the press which began it has done its work; one by keyboard has no press before it.
    const click = () => {
      const isOwn = pressedAt !== null;
      pressedAt = null;
      if (isOwn) return;
      void (voice.state.peek().kind === 'off' ? voice.begin() : voice.finish());
    };
    element.addEventListener('pointerdown', press);
    element.addEventListener('pointerup', release);
    element.addEventListener('click', click);
    return () => {
      element.removeEventListener('pointerdown', press);
      element.removeEventListener('pointerup', release);
      element.removeEventListener('click', click);
    };
  }, [voice]);
  const isOff = kind === 'off';
  return (
    <>
      {kind === 'listening' && <Button kind="bare" icon="x" label={said.drop} onClick={voice.drop} />}
      <Button
        kind={isOff ? 'bare' : 'pen'}
        icon={isOff ? 'mic' : 'send'}
        label={isOff ? said.speak : said.send}
        disabled={kind === 'opening' || kind === 'understanding'}
        buttonRef={button}
      />
    </>
  );
}

/** Why speaking did not work, in one sentence; typing goes on. */
export function VoiceTrouble() {
  const { voice } = useRoom();
  const trouble = voice.trouble.value;
  if (trouble === null) return null;
  return (
    <p class="wrong" role="alert">
      {typeof trouble === 'string' ? words.value.voice[trouble] : trouble.said}
    </p>
  );
}
