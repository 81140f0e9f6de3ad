/** Keeps the end of the conversation in sight while one is there; away from it nothing moves, and a button leads back. */
import { type ReadonlySignal, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useRoom } from './room.ts';

/** Reading the end is being within this many pixels of it. */
const AT_END_PX = 48;
/** So many views from the end, the way back is worth a button though nothing new has come. */
const FAR_VIEWS = 2;

export type Following = {
  /** `new` where more has come since the reader went away from the end, `far` where the end is merely far. */
  away: ReadonlySignal<'new' | 'far' | null>;
  goToEnd: () => void;
  /** Something in the conversation has another height. */
  grown: () => void;
  /** The reader has scrolled. */
  watch: () => void;
};

/** Of a lesson in which nothing has been said (`isNew`) there is no end to follow: it stands at its beginning. */
export function useFollowing(scroller: { current: HTMLElement | null }, isNew: boolean): Following {
  const { talk } = useRoom();
  const isAtEnd = useRef(true);
  const isBegun = useRef(false);
  isBegun.current = !isNew;
  const away = useSignal<'new' | 'far' | null>(null);
  const goToEnd = () => {
    const element = scroller.current;
    if (element === null) return;
    isAtEnd.current = true;
    away.value = null;
    element.scrollTop = element.scrollHeight;
  };
  const grown = () => {
    if (isAtEnd.current && isBegun.current) goToEnd();
  };
  const { lastSeq } = talk.lesson.value;
  const painted = talk.painted.value;
  const own = talk.outbox.value.length;
  const isDrawn = useRef(false);
  useLayoutEffect(() => {
    if (!isAtEnd.current) away.value = 'new';
    else if (isDrawn.current) grown();
    // All that was said before is drawn in one task and laid out in the next, still ahead of the paint.
    else requestAnimationFrame(grown);
    isDrawn.current ||= lastSeq > 0;
  }, [lastSeq, painted]);
  // Who says something wants to see it.
  useLayoutEffect(() => {
    if (own > 0) goToEnd();
  }, [own]);
  useEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const resized = new ResizeObserver(grown);
    resized.observe(element);
    // A picture that comes makes what is above the end higher.
    element.addEventListener('load', grown, true);
    return () => {
      resized.disconnect();
      element.removeEventListener('load', grown, true);
    };
  }, []);
  return {
    away,
    goToEnd,
    grown,
    watch: () => {
      const element = scroller.current;
      if (element === null) return;
      const left = element.scrollHeight - element.scrollTop - element.clientHeight;
      isAtEnd.current = left < AT_END_PX;
      if (isAtEnd.current) away.value = null;
      else if (away.peek() !== 'new') away.value = left > FAR_VIEWS * element.clientHeight ? 'far' : null;
    },
  };
}
