/**
 * Finds the article in a page. Mozilla's Readability judges which part of the page it is in; what it leaves around
 * and inside (navigation, captions of pictures that are not shown, teasers, forms) is taken away before and after.
 */

import { Readability } from '@mozilla/readability';
import { type DomElement, isElement, type ParsedPage } from './dom.ts';

/** Below this many characters a page has hardly an article, and its whole body is shown instead. */
const ENOUGH = 140;

/** The element that holds the article, cleaned; the page itself is changed by the search. */
export function findArticle(document: ParsedPage): DomElement | null {
  removeAll(document, 'nav, [role="navigation"], [role="search"], [role="banner"], [role="contentinfo"]');
  const found = readable(document);
  if (!found || lengthOf(found) < ENOUGH) return null;
  const body = narrow(found);
  prune(body);
  return body;
}

function readable(document: ParsedPage): DomElement | null {
  const reader = new Readability<DomElement>(document, { keepClasses: true, serializer: (node) => node });
  return reader.parse()?.content ?? null;
}

export function removeAll(root: DomElement, selector: string): void {
  for (const element of [...root.querySelectorAll(selector)]) element.remove();
}

const lengthOf = (element: DomElement) => (element.textContent ?? '').replace(/\s+/g, ' ').trim().length;

const PROSE = 'p, pre, blockquote, li, td, h2, h3, h4';

/** Steps down into the one child that holds nearly all of the prose: what stands around it is the page's. */
function narrow(element: DomElement): DomElement {
  let at = element;
  for (;;) {
    const children = [...at.childNodes].filter(isElement);
    const whole = prose(at);
    const next = children.find(
      (child) => !/^(P|UL|OL|TABLE|BLOCKQUOTE)$/.test(child.nodeName) && prose(child) >= 0.85 * whole,
    );
    if (!next || whole === 0) return at;
    at = next;
  }
}

/** Characters of running text: paragraphs outside of links. */
function prose(element: DomElement): number {
  let total = 0;
  for (const part of element.querySelectorAll(PROSE))
    if (!part.querySelector(PROSE)) total += lengthOf(part) - linkLength(part);
  return total;
}

function linkLength(element: DomElement): number {
  let total = 0;
  for (const link of element.querySelectorAll('a')) total += lengthOf(link);
  return total;
}

function prune(article: DomElement): void {
  removeAll(article, 'figcaption, form, footer, aside');
}
