import { useState } from 'preact/hooks';
import { Button } from '../parts/button.tsx';
import { Field, TextField } from '../parts/field.tsx';
import { words } from '../words/nuggets.ts';
import { type DraftSlide, moved } from './draft.ts';

/** The slides as a strip, one of them open to be written. */
export function Slides({
  slides,
  onChange,
}: {
  slides: readonly DraftSlide[];
  onChange: (slides: DraftSlide[]) => void;
}) {
  const said = words.value.editor;
  const [at, setAt] = useState(0);
  const slide = slides[at];
  const set = (change: Partial<DraftSlide>) =>
    onChange(slides.map((one, i) => (i === at ? { ...one, ...change } : one)));
  const move = (by: -1 | 1) => {
    onChange(moved(slides, at, by));
    setAt(Math.max(0, Math.min(slides.length - 1, at + by)));
  };
  return (
    <section class="stack">
      <h2>{said.slides}</h2>
      <div class="strip">
        {slides.map((one, i) => (
          <button
            key={one.id}
            type="button"
            aria-current={i === at ? 'true' : undefined}
            onClick={() => setAt(i)}
          >
            <span class="num">{i + 1}</span> {one.title || said.slide(i + 1)}
          </button>
        ))}
        <Button
          icon="plus"
          label={said.addSlide}
          onClick={() => {
            onChange([...slides, { id: crypto.randomUUID(), title: '', content: '- ', script: '' }]);
            setAt(slides.length);
          }}
        />
      </div>
      {slide !== undefined && (
        <div class="card slide-edit">
          <Field
            label={said.slideTitle}
            value={slide.title}
            onInput={(title) => set({ title })}
            maxLength={300}
          />
          <TextField
            label={said.slideText}
            value={slide.content}
            onInput={(content) => set({ content })}
            rows={4}
            maxLength={5000}
          />
          <TextField
            label={said.script}
            value={slide.script}
            onInput={(script) => set({ script })}
            rows={3}
            maxLength={5000}
          />
          <div class="row wrap">
            <Button kind="bare" icon="chevron-left" disabled={at === 0} onClick={() => move(-1)}>
              {said.moveUp}
            </Button>
            <Button
              kind="bare"
              icon="chevron-right"
              disabled={at === slides.length - 1}
              onClick={() => move(1)}
            >
              {said.moveDown}
            </Button>
            <span class="end">
              <Button
                kind="bare"
                icon="trash-2"
                disabled={slides.length === 1}
                onClick={() => {
                  onChange(slides.filter((_, i) => i !== at));
                  setAt(Math.max(0, at - 1));
                }}
              >
                {said.removeSlide}
              </Button>
            </span>
          </div>
        </div>
      )}
    </section>
  );
}
