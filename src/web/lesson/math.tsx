import katex from 'katex';
import { mathFromMarkdown } from 'mdast-util-math';
import { math } from 'micromark-extension-math';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** Loaded with the first formula of a lesson: the parser's side of it, and MathML, which every browser draws and reads out. */

export const syntax = math({ singleDollarTextMath: false });
export const tree = mathFromMarkdown();

/** Safe by construction: commands that would load or link anything are not trusted, and errors are shown as the source. */
export function Formula({ tex, isBlock }: { tex: string; isBlock: boolean }) {
  const box = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (box.current === null) return;
    katex.render(tex, box.current, {
      output: 'mathml',
      displayMode: isBlock,
      throwOnError: false,
      strict: 'ignore',
      trust: false,
      maxSize: 20,
    });
  }, [tex, isBlock]);
  return <span ref={box} class={isBlock ? 'formula-block' : undefined} />;
}
