/** Keeps the addresses that words of a page lead to, behind the words: "the handbook (https://…)". */

import type { PDFPageProxy } from 'unpdf/pdfjs';
import { type Box, type Matrix, toNumbers, transformBox } from './pdf-matrix.ts';
import type { Glyph } from './pdf-show.ts';

export type Link = Box & { url: string };

/** Longer addresses carry tracking, not meaning. */
const LONGEST_URL = 300;
const MOST_LINKS = 500;

/** The page's links to the outside, where they lie in points from the top left corner. */
export async function readLinks(page: PDFPageProxy, base: Matrix): Promise<Link[]> {
  const annotations: unknown[] = await page.getAnnotations();
  return annotations.slice(0, MOST_LINKS).flatMap((annotation) => {
    if (typeof annotation !== 'object' || annotation === null) return [];
    const url: unknown = Reflect.get(annotation, 'url');
    const [x0, y0, x1, y1] = toNumbers(Reflect.get(annotation, 'rect')) ?? [];
    if (typeof url !== 'string' || !/^(https?|mailto):/i.test(url) || url.length > LONGEST_URL) return [];
    if (x0 === undefined || y0 === undefined || x1 === undefined || y1 === undefined) return [];
    return [{ ...transformBox(base, { x0, y0, x1, y1 }), url }];
  });
}

/** Writes each address behind the last letter of the words that carry it, unless they are the address. */
export function appendLinks(glyphs: readonly Glyph[], links: readonly Link[]): void {
  links.forEach((link, index) => {
    const next = links[index + 1];
    if (
      next !== undefined &&
      next.url === link.url &&
      next.y0 >= link.y0 &&
      next.y0 - link.y1 < link.y1 - link.y0
    )
      return;
    const words = glyphs.filter((glyph) => isOn(glyph, link));
    const last = words.findLast(({ text }) => text.trim() !== '');
    if (last === undefined || saysIt(words.map(({ text }) => text).join(''), link.url)) return;
    last.text += ` (${link.url})`;
  });
}

function isOn({ x, y, endX, style }: Glyph, { x0, y0, x1, y1 }: Link): boolean {
  const [middle, height] = [(x + endX) / 2, y - 0.3 * style.size];
  return middle >= x0 && middle <= x1 && height >= y0 && height <= y1;
}

/** Whether the words name the address already: the whole of it, a part of it, or the person to write to. */
function saysIt(words: string, url: string): boolean {
  const plain = (text: string) => text.toLowerCase().replace(/^(mailto:|https?:\/\/)?(www\.)?|[\s/]+/g, '');
  const [said, meant] = [plain(words), plain(url)];
  // "[12]" and "↗" name nothing; what they lead to is for readers of the original.
  return !/\p{L}/u.test(said) || meant.includes(said) || said.includes(meant);
}
