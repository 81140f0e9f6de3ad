import { useComputed, useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { words } from '../words/lesson.ts';
import { useRoom } from './room.ts';

/** Nobody should see that the tutor has not begun, if it begins soon. */
const THINKING_AFTER_MS = 400;

export function Thinking() {
  const { talk } = useRoom();
  const late = useSignal(false);
  const isWaiting = useComputed(() => {
    const { isThinking, writing } = talk.lesson.value;
    return isThinking && writing === null;
  });
  useEffect(() => {
    late.value = false;
    if (!isWaiting.value) return;
    const timer = setTimeout(() => {
      late.value = true;
    }, THINKING_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isWaiting.value]);
  if (!isWaiting.value || !late.value) return null;
  return (
    <p class="thinking">
      <i />
      {words.value.thread.thinking}
    </p>
  );
}

/** For screen readers: that an answer is coming, once, and then the answer, once. */
export function Announcer() {
  const { talk } = useRoom();
  const said = words.value.thread;
  const text = useSignal('');
  const isBusy = useComputed(() => talk.lesson.value.isThinking || talk.lesson.value.writing !== null);
  const wasBusy = useRef(false);
  useEffect(() => {
    if (isBusy.value) text.value = said.answering;
    else if (wasBusy.current) {
      const last = talk.lesson
        .peek()
        .events.findLast((event) => event.event === 'session:message' && event.data.role === 'assistant');
      text.value = last?.event === 'session:message' ? plainWords(last.data.content) : '';
    }
    wasBusy.current = isBusy.value;
  }, [isBusy.value]);
  return (
    <p class="sr" aria-live="polite" aria-atomic="true">
      {text.value}
    </p>
  );
}

/** Without the marks that a voice would read out. */
const plainWords = (markdown: string): string =>
  markdown.replace(/\s?\[\d[\d, ;]*\]/g, '').replace(/[*_`#>|]+/g, ' ');
