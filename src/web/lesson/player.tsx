import { useEffect, useRef, useState } from 'preact/hooks';
import type { NodeView } from '../../tutoring/protocol.ts';
import { Button } from '../parts/button.tsx';
import { words } from '../words/lesson.ts';
import { Markdown } from './markdown.tsx';

const NO_CITES = { known: () => false, render: () => null, key: 'none' };

/** Slides one after the other. With sound each turns when its words are over; nothing plays before it is asked to. */
export function Player({ slides }: { slides: NodeView['nugget']['slides'] }) {
  const said = words.value.slides;
  const ordered = [...slides].sort((a, b) => a.order - b.order);
  const [at, setAt] = useState(0);
  const [isOn, setOn] = useState(false);
  const sound = useRef<HTMLAudioElement>(null);
  const slide = ordered[at];
  useEffect(() => {
    if (isOn) void sound.current?.play().catch(() => setOn(false));
  }, [at, isOn]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const by = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
      const forward = document.documentElement.dir === 'rtl' ? -by : by;
      if (by !== 0) setAt((now) => Math.max(0, Math.min(ordered.length - 1, now + forward)));
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, [ordered.length]);
  if (slide === undefined) return null;
  const isLast = at === ordered.length - 1;
  return (
    <div class="player">
      <section
        class="player-slide"
        aria-live={isOn ? 'off' : 'polite'}
        aria-label={said.of(at + 1, ordered.length)}
      >
        <h3 dir="auto">{slide.title}</h3>
        <Markdown text={slide.content} cites={NO_CITES} />
      </section>
      {slide.audioUrl !== null && (
        // biome-ignore lint/a11y/useMediaCaption: the script below is its words
        <audio
          key={slide.id}
          ref={sound}
          src={slide.audioUrl}
          preload={isOn ? 'auto' : 'none'}
          onEnded={() => {
            // A slide without sound waits for the reader.
            if (!ordered[at + 1]?.audioUrl) setOn(false);
            if (!isLast) setAt(at + 1);
          }}
        />
      )}
      <div class="row">
        <Button
          kind="bare"
          icon="chevron-left"
          label={said.previous}
          disabled={at === 0}
          onClick={() => setAt(at - 1)}
        />
        <span class="small num muted">{said.of(at + 1, ordered.length)}</span>
        <Button
          kind="bare"
          icon="chevron-right"
          label={said.next}
          disabled={isLast}
          onClick={() => setAt(at + 1)}
        />
        {slide.audioUrl !== null && (
          <span class="end">
            <Button
              icon={isOn ? 'pause' : 'volume-2'}
              onClick={() => {
                if (isOn) sound.current?.pause();
                setOn(!isOn);
              }}
            >
              {isOn ? said.pause : said.play}
            </Button>
          </span>
        )}
      </div>
      {slide.script !== null && (
        <details>
          <summary class="small">{said.script}</summary>
          <p class="small muted player-script">{slide.script}</p>
        </details>
      )}
    </div>
  );
}
