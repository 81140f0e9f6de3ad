import type { NodeView } from '../../tutoring/protocol.ts';
import { Art } from '../parts/art.tsx';
import { Icon } from '../parts/icon.tsx';
import { Picture } from '../parts/picture.tsx';
import { words } from '../words/lesson.ts';
import { parts } from '../words/parts.ts';
import { told } from '../words/told.ts';
import { SlidesButton, ZoomButton } from './large.tsx';

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
      <p class="event" title={told.value.sentence(reason)}>
        <Icon name="route" small />
        <b>{isFirst ? said.thread.began(title) : said.thread.next(title)}</b>
      </p>
    );
  }
  const { imageUrl, slides } = nugget;
  const alt = nugget.imageAlt ?? '';
  const minutes = nugget.metadata?.estimatedTime;
  return (
    <section class="at" aria-label={title}>
      <div class="at-pic">
        {imageUrl === null ? <Art seed={nugget.id} /> : <Picture of={nugget} alt={alt} sizes="7rem" />}
      </div>
      <div class="at-body">
        <p class="small muted">{isFirst ? said.thread.first : said.thread.onward}</p>
        <h2 dir="auto">{title}</h2>
        <div class="row wrap at-acts">
          {slides.length > 0 && <SlidesButton title={title} slides={slides} />}
          {imageUrl !== null && <ZoomButton title={title} url={imageUrl} alt={alt} />}
          {minutes !== undefined && (
            <span class="small muted num">{parts.value.minutes(Math.round(minutes))}</span>
          )}
        </div>
      </div>
    </section>
  );
}
