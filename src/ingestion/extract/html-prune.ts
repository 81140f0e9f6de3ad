/** Takes out of an article what is set inside it but is not of it: teasers, captions, credits, forms, bylines. */

import { type DomElement, isElement } from './dom.ts';
import { lengthOf, removeAll } from './html-hidden.ts';

/** No part that is to be taken out may hold more of the article than this: then it is the article. */
const MAX_SHARE = 0.3;

/**
 * Prunes in place.
 *
 * @param host of the page: links to elsewhere are the author's, links within the site may be teasers
 */
export function prune(article: DomElement, host: string | null): void {
  removeAll(article, 'figcaption, form, footer, aside');
  for (const figure of [...article.querySelectorAll('figure')]) {
    // A picture is not shown to learners, and its caption says nothing without it.
    if (!figure.querySelector('table, pre, blockquote')) figure.remove();
  }
  const limit = MAX_SHARE * lengthOf(article);
  removeNamed(article, limit);
  removeTeasers(article, limit, host);
  removeAsides(article);
  removeDangling(article);
}

const textOf = (element: DomElement) => (element.textContent ?? '').replace(/\s+/g, ' ').trim();

/** Characters in links within the site. */
export function linkLength(element: DomElement, host: string | null = null): number {
  let total = 0;
  for (const link of element.querySelectorAll('a')) if (isInternal(link, host)) total += lengthOf(link);
  return total;
}

function isInternal(link: DomElement, host: string | null): boolean {
  const target = /^(?:https?:)?\/\/([^/?#:]+)/i.exec(link.getAttribute('href') ?? '')?.[1]?.toLowerCase();
  return target === undefined || host === null || siteOf(target) === siteOf(host);
}

const siteOf = (host: string) => host.split('.').slice(-2).join('.');

/** What authors of pages call the parts that are not the text; whole words of classes and ids. */
const NAMES = new Set(
  'caption credit credits byline slideshow gallery related newsletter signup subscribe share sharing social promo advert advertisement ads sponsor sponsored rail recommended recommendations trending tags cta copyright timestamp postinfo disclaimer breadcrumb breadcrumbs noscript outbrain taboola widget readmore'.split(
    ' ',
  ),
);

/** Removes elements by what their author calls them, if they hold less than `limit` characters. */
export function removeNamed(root: DomElement, limit: number): void {
  for (const element of [...root.querySelectorAll('[class], [id]')]) {
    if (/^(TABLE|CAPTION|THEAD|TBODY|TR|TH|TD|PRE|CODE)$/.test(element.nodeName)) continue;
    const name = `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`;
    const words = name
      .replace(/([a-z])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z]+/);
    if (words.some((word) => NAMES.has(word)) && lengthOf(element) < limit) element.remove();
  }
}

const TEASER =
  /^\W*(related|read more|see also|also|more|watch|read|recommended|don.t miss|you (may|might) also|read also|read next|lire aussi|lesen sie|leia|lea)\b[^.!?]{0,60}[:.…]/i;

/** Lists and paragraphs that are links to other pages of the site and nothing else. */
function removeTeasers(article: DomElement, limit: number, host: string | null): void {
  for (const list of [...article.querySelectorAll('ul, ol')]) {
    const length = lengthOf(list);
    if (length > 0 && length < limit && linkLength(list, host) > 0.8 * length) list.remove();
  }
  for (const part of [...article.querySelectorAll('p, h2, h3, h4, h5, div, strong')]) {
    const length = lengthOf(part);
    if (length === 0 || length > limit || part.querySelector('p, div, ul, ol, table')) continue;
    const share = linkLength(part, host) / length;
    // A single word may be a term that links to its explanation.
    if ((share > 0.95 && length > 15) || (share > 0.4 && TEASER.test(textOf(part)))) part.remove();
  }
}

const CREDIT =
  /^\W*((image|photo|picture|foto|фото|credit|source|video|media|bild|abbildung)s?\s*(:|copyright|credit|courtesy|caption|via|by\b|\d+ of)|getty images|advert(isement)?\W*$|anzeige\W*$|publicidad\W*$|iklan\W*$|media playback is unsupported|this slideshow requires)/i;

const PITCH =
  /\b(sign up|subscribe|newsletters?|follow (us|him|her|me|@?\w+) (@\w+ )?on (twitter|facebook|instagram|linkedin)|follow us|download (the|our) app|abonnieren|inscrivez-vous|suscr[ií]bete)\b/i;

/** Credits of pictures, labels of advertisements, and requests to subscribe or follow. */
function removeAsides(article: DomElement): void {
  for (const part of [...article.querySelectorAll('p, div, span, center, h3, h4, h5, em, small')]) {
    const text = textOf(part);
    const credit = text.length < 200 && CREDIT.test(text);
    const pitch =
      text.length < 220 && PITCH.test(text) && part.nodeName !== 'SPAN' && part.querySelector('a') !== null;
    if (text !== '' && (credit || pitch)) part.remove();
  }
}

/** Headings whose text was taken away. */
function removeDangling(article: DomElement): void {
  for (const heading of [...article.querySelectorAll('h2, h3, h4, h5, h6')].reverse()) {
    if (!isFollowed(heading)) heading.remove();
  }
}

function isFollowed(heading: DomElement): boolean {
  const siblings = heading.parentNode ? [...heading.parentNode.childNodes] : [];
  for (const node of siblings.slice(siblings.findIndex((one) => Object.is(one, heading)) + 1)) {
    // A deeper heading goes on with this one's matter; one as high or higher begins another.
    if (isElement(node) && /^H[1-6]$/.test(node.nodeName)) return node.nodeName > heading.nodeName;
    if ((node.textContent ?? '').trim() !== '') return true;
  }
  return siblings.length === 1;
}
