/** Reads a web page: the article in it rather than the page around it, with what the page says of itself. */

import type { Extraction } from './document.ts';
import { type DomDocument, type DomElement, isTooComplex, parsePage } from './dom.ts';
import { findArticle } from './html-article.ts';
import { blocksOf } from './html-blocks.ts';
import { cleanText, extracted, oneLine, paginate, refuse } from './plain.ts';

/** Larger pages do not fit into memory as a tree beside the rest; the longest articles have a tenth of this. */
const MAX_HTML_CHARACTERS = 6 * 1024 * 1024;

const LIMITS = { depth: 500, elements: 100_000 } as const;

export type HtmlOptions = {
  /** Where the page came from, to make its canonical link absolute. */
  url?: string;
  /** The part to read, as an admin chose it; without it, or where it matches nothing, the article is found. */
  contentSelector?: string;
};

/** Reads the article of a page that is decoded already. */
export function extractHtml(html: string, options: HtmlOptions = {}): Extraction {
  if (html.length > MAX_HTML_CHARACTERS) {
    return refuse('too_large', 'The page is larger than 6 MB. Save the part that matters and upload that.');
  }
  const page = parsePage(html);
  const document: DomDocument = page;
  if (isTooComplex(document, LIMITS)) {
    return refuse(
      'too_complex',
      'The page is nested too deeply or has too many parts. Save its text and upload that.',
    );
  }
  const about = aboutOf(document, options.url);
  removeHidden(document);
  const roots = options.contentSelector ? select(document, options.contentSelector) : [];
  const blocks = roots.length
    ? roots.flatMap(blocksOf)
    : blocksOf(findArticle(page) ?? document.body ?? document);
  return extracted(paginate(blocks), about);
}

function select(document: DomDocument, selector: string): DomElement[] {
  try {
    return [...document.querySelectorAll(selector)];
  } catch {
    return [];
  }
}

const UNSEEN =
  'script, style, noscript, template, iframe, object, embed, [hidden], [aria-hidden="true"], dialog:not([open])';

function removeHidden(document: DomDocument): void {
  for (const element of [...document.querySelectorAll(UNSEEN)]) element.remove();
  for (const element of [...document.querySelectorAll('[style]')]) {
    if (
      /display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0|opacity\s*:\s*0(\.0*)?\s*(;|$)/i.test(
        element.getAttribute('style') ?? '',
      )
    ) {
      element.remove();
    }
  }
}

function aboutOf(document: DomDocument, url: string | undefined) {
  const meta = (names: string) => {
    for (const name of names.split(' ')) {
      const found = document
        .querySelector(`meta[name="${name}"], meta[property="${name}"]`)
        ?.getAttribute('content');
      if (found?.trim()) return oneLine(cleanText(found));
    }
    return null;
  };
  const heading = document.querySelector('h1')?.textContent;
  const title =
    meta('og:title twitter:title') ??
    (heading?.trim() ? heading : document.querySelector('title')?.textContent);
  const language = document.documentElement?.getAttribute('lang') || meta('og:locale language');
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href');
  return {
    title: title ? oneLine(cleanText(title)) || null : null,
    author: meta('author article:author parsely-author'),
    language: language ? language.replace('_', '-') : null,
    ...canonicalUrl(canonical, url),
  };
}

function canonicalUrl(href: string | null | undefined, base: string | undefined): { canonicalUrl?: string } {
  if (!href) return {};
  try {
    return { canonicalUrl: new URL(href, base).href };
  } catch {
    return {};
  }
}
