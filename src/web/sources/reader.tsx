import type { NuggetView } from '../api/shapes.ts';
import { Markdown } from '../lesson/markdown.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { Picture } from '../parts/picture.tsx';
import { Scroll } from '../parts/scroll.tsx';
import { parts } from '../words/parts.ts';
import { words } from '../words/sources.ts';

const NO_CITES = { known: () => false, render: () => null, key: 'none' };

/** One nugget as it stands: its text, its slides, what was found out about it. */
export function Reader({ nugget, onClose }: { nugget: NuggetView | null; onClose: () => void }) {
  const said = words.value.inside;
  return (
    <Dialog title={nugget?.title ?? ''} open={nugget !== null} onClose={onClose} wide>
      {nugget !== null && (
        <Scroll class="reader">
          <p class="row wrap">
            <span class={nugget.publishedAt === null ? 'tag' : 'tag tag-pen'}>
              {nugget.publishedAt === null ? said.unpublished : said.published}
            </span>
            {nugget.metadata !== null && (
              <>
                {nugget.metadata.topics.map((topic) => (
                  <span key={topic} class="tag">
                    {topic}
                  </span>
                ))}
                <span class="tag">{said.difficulty(nugget.metadata.difficulty)}</span>
                <span class="tag">{parts.value.minutes(nugget.metadata.estimatedTime)}</span>
              </>
            )}
          </p>
          <Picture of={nugget} alt={nugget.imageAlt ?? ''} sizes="40rem" later />
          <article class="paper">
            <Markdown text={nugget.content} cites={NO_CITES} />
          </article>
          {nugget.slides.length > 0 && <h3>{said.slides}</h3>}
          {[...nugget.slides]
            .sort((a, b) => a.order - b.order)
            .map((slide) => (
              <section key={slide.id} class="card slide-card">
                <h4>{slide.title}</h4>
                <Markdown text={slide.content} cites={NO_CITES} />
                {slide.audioUrl !== null && (
                  // biome-ignore lint/a11y/useMediaCaption: the script below is its words
                  <audio src={slide.audioUrl} controls preload="none" aria-label={slide.title} />
                )}
                {slide.script !== null && <p class="small muted">{slide.script}</p>}
              </section>
            ))}
        </Scroll>
      )}
    </Dialog>
  );
}
