import { useState } from 'preact/hooks';
import type { Media, ProgressData } from '../../tutoring/protocol.ts';
import { Icon } from '../parts/icon.tsx';
import { masteryStep } from '../parts/mastery.ts';
import { words } from '../words/lesson.ts';
import { percent } from '../words/numbers.ts';
import { parts } from '../words/parts.ts';
import { told } from '../words/told.ts';
import { SlidesButton, ZoomPicture } from './large.tsx';
import { useRoom } from './room.ts';

/** What stands between the words: what changed, what was shown. */

/** A change of mastery with its evidence one tap away. */
export function Progress({ changes }: { changes: readonly ProgressData[] }) {
  const [isOpen, open] = useState(false);
  const said = words.value.thread;
  const [first] = changes;
  if (first === undefined) return null;
  const rest = changes.length - 1;
  const before = first.previousLevel;
  return (
    <div>
      <p class="event">
        <Icon name="chart-column" small />
        <span>
          <b>
            {said.now(first.name, parts.value.mastery.steps[masteryStep(first.masteryLevel)].toLowerCase())}
          </b>
          ,{' '}
          {before === null
            ? said.at(percent(first.masteryLevel))
            : said.change(percent(before), percent(first.masteryLevel))}
          {rest > 0 && <> {said.more(rest)}</>}
        </span>
        <button type="button" class="link" aria-expanded={isOpen} onClick={() => open(!isOpen)}>
          {said.why}
        </button>
      </p>
      {isOpen && (
        <ul class="evidence">
          {changes.map((change) => (
            <li key={change.concept}>
              <b>{change.name}</b> {told.value.sentence(change.evidence)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function Shown({ media }: { media: Media }) {
  const { type, url, caption } = media;
  return (
    <figure class="media">
      {type === 'image' && <ZoomPicture title={caption || words.value.slides.zoom} url={url} alt={caption} />}
      {type === 'audio' && (
        // biome-ignore lint/a11y/useMediaCaption: the caption below and the script beside it are the words
        <audio src={url} controls preload="none" aria-label={caption} />
      )}
      {type === 'video' && (
        // biome-ignore lint/a11y/useMediaCaption: no text track exists for it
        <video src={url} controls preload="none" aria-label={caption} />
      )}
      {type === 'slides' && <Slides url={url} title={caption} />}
      {caption !== '' && <figcaption>{caption}</figcaption>}
    </figure>
  );
}

/** The slides of a nugget that the lesson has been at; their address names it. */
function Slides({ url, title }: { url: string; title: string }) {
  const { events } = useRoom().talk.lesson.value;
  const found = events.findLast(
    (event) => event.event === 'session:node:updated' && url.includes(event.data.node.nugget.id),
  );
  return found?.event === 'session:node:updated' ? (
    <SlidesButton title={title} slides={found.data.node.nugget.slides} />
  ) : null;
}
