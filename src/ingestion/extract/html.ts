/** Reads a web page: the article in it rather than the page around it, with what the page says of itself. */

import type { Block, Extraction } from './document.ts';
import { type DomDocument, isDeeper, parsePage } from './dom.ts';
import { aboutOf } from './html-about.ts';
import { findArticle, wholePage } from './html-article.ts';
import { blocksOf } from './html-blocks.ts';
import { removeHidden, select } from './html-hidden.ts';
import { extracted, paginate, refuse } from './plain.ts';

/** Larger pages do not fit into memory as a tree beside the rest; the longest articles have a tenth of this. */
const MAX_HTML_CHARACTERS = 4 * 1024 * 1024;

/** An element costs a kilobyte as a tree. The longest articles of encyclopedias have some 30,000. */
const MAX_ELEMENTS = 40_000;

/** Each becomes a text of its own in the tree. */
const MAX_ENTITIES = 100_000;

/** Of one element: the parser looks each of them up among all others. */
const MAX_ATTRIBUTES = 1_000;

/** Readability takes seconds and twice the memory beyond this; such a page is read whole, without its frame. */
const MAX_READABLE_ELEMENTS = 15_000;

/** Walks by recursion go as deep as the page. */
const MAX_DEPTH = 400;

export type HtmlOptions = {
  /** Where the page came from: makes its canonical link absolute, and tells its own links from others. */
  url?: string;
  /** The part to read, as an admin chose it; without it, or where it matches nothing, the article is found. */
  contentSelector?: string;
};

/** Reads a page that is decoded already. Hidden text is left out, and no text stands twice. */
export function extractHtml(html: string, options: HtmlOptions = {}): Extraction {
  if (html.length > MAX_HTML_CHARACTERS) {
    return refuse('too_large', 'The page is larger than 4 MB. Save the part that matters and upload that.');
  }
  const elements = count(html, /<[a-z]/gi);
  if (elements > MAX_ELEMENTS || count(html, /&[a-z#]/gi) > MAX_ENTITIES) return TOO_COMPLEX;
  if (hasManyAttributes(html)) return TOO_COMPLEX;
  try {
    return readPage(html, elements, options);
  } catch (error) {
    // What the libraries walk by recursion can be deeper than elements are, in ways that nobody counts beforehand.
    if (error instanceof RangeError) return TOO_COMPLEX;
    throw error;
  }
}

function readPage(html: string, elements: number, options: HtmlOptions): Extraction {
  const page = parsePage(html);
  const document: DomDocument = page;
  if (isDeeper(document, MAX_DEPTH)) return TOO_COMPLEX;
  const about = aboutOf(document, options.url);
  removeHidden(document);
  const chosen = options.contentSelector ? select(document, options.contentSelector) : [];
  if (chosen.length > 0) return extracted(paginate(unique(chosen.flatMap(blocksOf))), about);
  if (elements > MAX_READABLE_ELEMENTS) return extracted(paginate(unique(blocksOf(wholePage(page)))), about);
  const article = findArticle(page, hostOf(about.canonicalUrl ?? options.url));
  return extracted(paginate(unique(article ? blocksOf(article) : wholeBlocks(html))), about);
}

/** Only a long tag can have many; what stands between quotation marks may look like more of them. */
const hasManyAttributes = (html: string): boolean =>
  Array.from(html.matchAll(/<[a-z][^<>]{4000,}/gi)).some(
    ([tag]) => count(tag.replace(/"[^"]*"|'[^']*'/g, ''), /\s[^\s=]/g) > MAX_ATTRIBUTES,
  );

const TOO_COMPLEX = refuse(
  'too_complex',
  'The page is nested too deeply or has too many parts. Save its text and upload that.',
);

/** Counted before parsing, because the tree is what does not fit. */
function count(html: string, mark: RegExp): number {
  let found = 0;
  for (const _ of html.matchAll(mark)) found += 1;
  return found;
}

/** The page anew, because the search for an article has taken it apart. */
function wholeBlocks(html: string): Block[] {
  const page = parsePage(html);
  removeHidden(page);
  return blocksOf(wholePage(page));
}

/** Pages repeat paragraphs for narrow screens and for printing, one right after the other. */
const REPEATED_CHARACTERS = 60;

function unique(blocks: readonly Block[]): Block[] {
  return blocks.filter(({ text }, at) => text.length < REPEATED_CHARACTERS || text !== blocks[at - 1]?.text);
}

function hostOf(url: string | undefined): string | null {
  try {
    return url === undefined ? null : new URL(url).hostname;
  } catch {
    return null;
  }
}
