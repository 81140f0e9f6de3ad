import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { NodeView } from '../../tutoring/protocol.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { later } from '../parts/later.tsx';
import { words } from '../words/lesson.ts';

/** What opens over the lesson: a picture at its own size, slides with their sound. Their code comes with the first press. */

const Zoom = later(async () => (await import('./zoom.tsx')).Zoom);
const Player = later(async () => (await import('./player.tsx')).Player);

function Over({
  title,
  button,
  children,
}: {
  title: string;
  button: (open: () => void) => ComponentChildren;
  children: ComponentChildren;
}) {
  const isOpen = useSignal(false);
  return (
    <>
      {button(() => {
        isOpen.value = true;
      })}
      <Dialog
        title={title}
        open={isOpen.value}
        wide
        onClose={() => {
          isOpen.value = false;
        }}
      >
        {children}
      </Dialog>
    </>
  );
}

type Picture = { title: string; url: string; alt: string };

/** An icon that shows a picture large. */
export const ZoomButton = ({ title, ...picture }: Picture) => (
  <Over
    title={title}
    button={(open) => <Button kind="bare" icon="zoom-in" label={words.value.slides.zoom} onClick={open} />}
  >
    <Zoom {...picture} />
  </Over>
);

/** A picture that shows itself large. */
export const ZoomPicture = ({ title, url, alt }: Picture) => (
  <Over
    title={title}
    button={(open) => (
      <button type="button" class="media-zoom" title={words.value.slides.zoom} onClick={open}>
        <img src={url} alt={alt} loading="lazy" />
      </button>
    )}
  >
    <Zoom url={url} alt={alt} />
  </Over>
);

export const SlidesButton = ({ title, slides }: { title: string; slides: NodeView['nugget']['slides'] }) => (
  <Over
    title={title}
    button={(open) => (
      <Button icon="play" onClick={open}>
        {words.value.slides.open(slides.length)}
      </Button>
    )}
  >
    <Player slides={slides} />
  </Over>
);
