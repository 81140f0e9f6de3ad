import { useState } from 'preact/hooks';
import type { Media, ProgressData } from '../../tutoring/protocol.ts';
import { ButtonLink } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { masteryStep } from '../parts/mastery.ts';
import { words } from '../words/lesson.ts';
import { percent } from '../words/numbers.ts';
import { parts } from '../words/parts.ts';
import { completedConcepts } from './completed.ts';

/** What stands between the words: what changed, what was shown, how it ended. */

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
              <b>{change.name}</b> {change.evidence}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

export function Shown({ media }: { media: Media }) {
  switch (media.type) {
    case 'image':
      return (
        <figure class="media">
          <a href={media.url} target="_blank" rel="noopener">
            <img src={media.url} alt={media.caption} loading="lazy" />
          </a>
          {media.caption !== '' && <figcaption>{media.caption}</figcaption>}
        </figure>
      );
    case 'audio':
      return (
        <figure class="media">
          {/* biome-ignore lint/a11y/useMediaCaption: the caption below and the script beside it are the words */}
          <audio src={media.url} controls preload="none" aria-label={media.caption} />
          <figcaption>{media.caption}</figcaption>
        </figure>
      );
    case 'video':
      return (
        <figure class="media">
          {/* biome-ignore lint/a11y/useMediaCaption: no text track exists for it */}
          <video src={media.url} controls preload="none" aria-label={media.caption} />
          <figcaption>{media.caption}</figcaption>
        </figure>
      );
    case 'slides':
      return (
        <figure class="media">
          <figcaption>{media.caption}</figcaption>
        </figure>
      );
    default:
      return media.type satisfies never;
  }
}

export function Completed({ summary }: { summary: Record<string, unknown> }) {
  const said = words.value.completed;
  const concepts = completedConcepts(summary);
  return (
    <section class="completed" aria-label={said.title}>
      <h2>{said.title}</h2>
      {concepts.length === 0 ? (
        <p class="muted">{said.nothing}</p>
      ) : (
        <>
          <p class="muted">{said.lead}</p>
          <ul>
            {concepts.map(({ name, before, after }) => (
              <li key={name} class="row">
                <span class="grow">{name}</span>
                <span class="num muted">{words.value.thread.change(percent(before), percent(after))}</span>
              </li>
            ))}
          </ul>
        </>
      )}
      <ButtonLink kind="pen" large href="/">
        {said.home}
      </ButtonLink>
    </section>
  );
}
