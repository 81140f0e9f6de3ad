/**
 * Finds the article in a page. Mozilla's Readability judges which part of the page it is in; what it leaves around
 * and inside (navigation, captions of pictures that are not shown, teasers, forms) is taken away before and after.
 */

import { Readability } from '@mozilla/readability';
import { type DomElement, isElement, type ParsedPage } from './dom.ts';
import { lengthOf, removeAll } from './html-hidden.ts';
import { linkLength, prune, removeNamed } from './html-prune.ts';

/** Below this many characters Readability has found a remark rather than an article. */
const ENOUGH = 140;

/** What is this short cannot be the article, whatever its author called it. */
const REMARK = 200;

/** The share of the prose that one child must hold to be the article: what stands around it is the page's. */
const NEARLY_ALL = 0.85;

/**
 * The element that holds the article, pruned, or null where there is none. The page is changed by the search.
 *
 * @param host of the page, where it is known
 */
export function findArticle(page: ParsedPage, host: string | null): DomElement | null {
  removeAll(page, 'nav, [role="navigation"], [role="search"], [role="banner"], [role="contentinfo"]');
  removeAll(page, 'annotation, .noprint, .no-print, .d-print-none, .mw-editsection, sup.reference');
  // Readability makes paragraphs of plain elements, and their names are lost with them.
  if (page.body) removeNamed(page.body, REMARK);
  keepNotes(page);
  const reader = new Readability<DomElement>(page, { keepClasses: true, serializer: (node) => node });
  const found = reader.parse()?.content;
  if (!found || lengthOf(found) < ENOUGH) return null;
  const article = narrow(found);
  prune(article, host);
  return article;
}

const NOTE =
  /\b(note|tip|hint|warning|caution|danger|important|info|callout|admonition|example|definition)\b/i;

/** Readability drops every ASIDE; those that carry a remark on the matter become plain parts of the text. */
function keepNotes(page: ParsedPage): void {
  const asides: DomElement[] = [...page.querySelectorAll('aside[class], aside[role]')];
  for (const aside of asides) {
    if (!NOTE.test(`${aside.getAttribute('class')} ${aside.getAttribute('role')}`)) continue;
    const part = page.createElement('div');
    part.append(...aside.childNodes);
    aside.replaceWith(part);
  }
}

/** The part of a page without an article that is most likely meant: what it calls its main part, or all of it. */
export function wholePage(page: ParsedPage): DomElement {
  removeAll(
    page,
    'nav, footer, form, [role="navigation"], [role="search"], [role="banner"], [role="contentinfo"]',
  );
  const main: DomElement | null = page.querySelector('main, [role="main"]');
  return main && lengthOf(main) > 0 ? main : (page.body ?? page);
}

const PROSE = 'p, pre, blockquote, li, td, h2, h3, h4';

function narrow(element: DomElement): DomElement {
  let at = element;
  for (;;) {
    const whole = prose(at);
    const next = [...at.childNodes]
      .filter(isElement)
      .find(
        (child) => !/^(P|UL|OL|TABLE|BLOCKQUOTE)$/.test(child.nodeName) && prose(child) >= NEARLY_ALL * whole,
      );
    if (!next || whole === 0) return at;
    at = next;
  }
}

/** Characters of running text: paragraphs and the like, without their links. */
function prose(element: DomElement): number {
  let total = 0;
  for (const part of element.querySelectorAll(PROSE)) {
    if (!part.querySelector(PROSE)) total += lengthOf(part) - linkLength(part);
  }
  return total;
}
