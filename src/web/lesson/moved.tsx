import { useSignal } from '@preact/signals';
import type { NodeView } from '../../tutoring/protocol.ts';
import { Art } from '../parts/art.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Icon } from '../parts/icon.tsx';
import { later } from '../parts/later.tsx';
import { words } from '../words/lesson.ts';
import { parts } from '../words/parts.ts';

/** Where the lesson went: a line for what has been left, a card with picture, slides and sound for where one is. */
export function Moved({
  nugget,
  reason,
  isFirst,
  isHere,
}: {
  nugget: NodeView['nugget'];
  reason: string;
  isFirst: boolean;
  isHere: boolean;
}) {
  const said = words.value;
  const title = nugget.title ?? said.untitled;
  if (!isHere) {
    return (
      <p class="event" title={reason}>
        <Icon name="route" small />
        <b>{said.thread.next(title)}</b>
      </p>
    );
  }
  return (
    <section class="at" aria-label={title}>
      <div class="at-pic">
        {nugget.imageUrl === null ? (
          <Art seed={nugget.id} />
        ) : (
          <img src={nugget.imageUrl} alt={nugget.imageAlt ?? ''} />
        )}
      </div>
      <div class="at-body">
        <p class="small muted">{isFirst ? said.thread.first : said.thread.onward}</p>
        <h2 dir="auto">{title}</h2>
        <Acts nugget={nugget} title={title} />
      </div>
    </section>
  );
}

const Player = later(async () => (await import('./player.tsx')).Player);

function Acts({ nugget, title }: { nugget: NodeView['nugget']; title: string }) {
  const said = words.value.slides;
  const isPlaying = useSignal(false);
  const isLarge = useSignal(false);
  const minutes = nugget.metadata?.estimatedTime;
  return (
    <div class="row wrap at-acts">
      {nugget.slides.length > 0 && (
        <Button
          icon="play"
          onClick={() => {
            isPlaying.value = true;
          }}
        >
          {said.open(nugget.slides.length)}
        </Button>
      )}
      {nugget.imageUrl !== null && (
        <Button
          kind="bare"
          icon="zoom-in"
          label={said.zoom}
          onClick={() => {
            isLarge.value = true;
          }}
        />
      )}
      {minutes !== undefined && (
        <span class="small muted num">{parts.value.minutes(Math.round(minutes))}</span>
      )}
      <Dialog
        title={title}
        open={isPlaying.value}
        wide
        onClose={() => {
          isPlaying.value = false;
        }}
      >
        <Player slides={nugget.slides} />
      </Dialog>
      <Dialog
        title={title}
        open={isLarge.value}
        wide
        onClose={() => {
          isLarge.value = false;
        }}
      >
        {nugget.imageUrl !== null && <img class="zoomed" src={nugget.imageUrl} alt={nugget.imageAlt ?? ''} />}
      </Dialog>
    </div>
  );
}
