import { useState } from 'preact/hooks';
import { Scroll } from '../parts/scroll.tsx';
import { words } from '../words/lesson.ts';

/** A picture as large as the window holds; pressed, it grows to twice that and can be walked by scrolling. */
export function Zoom({ url, alt }: { url: string; alt: string }) {
  const [isLarger, setLarger] = useState(false);
  const said = words.value.slides;
  return (
    <Scroll class={isLarger ? 'zoom zoom-larger' : 'zoom'}>
      <button type="button" onClick={() => setLarger(!isLarger)}>
        <img src={url} alt={alt} />
        <span class="sr">{isLarger ? said.smaller : said.larger}</span>
      </button>
    </Scroll>
  );
}
