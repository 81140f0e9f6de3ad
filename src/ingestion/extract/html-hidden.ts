/** Removes from a page what its readers do not see, so that nobody can slip words past them into a lesson. */

import { type DomDocument, type DomElement, isElement } from './dom.ts';

const UNSEEN =
  'script, noscript, template, iframe, object, embed, dialog:not([open]), [hidden]:not([hidden="until-found"]), [aria-hidden="true"]';

/** A rule of a style sheet that would hide more of the page than this is undone by the page's own script. */
const MAX_SHARE_BY_STYLE_SHEET = 0.5;

/** Each is sought in the whole page; honest pages have some dozens. */
const MAX_HIDING_SELECTORS = 500;

/** As much of a style as is looked at: patterns take longer than their text is long. */
const MAX_STYLE_CHARACTERS = 2_000;

/** White on white is a trick of a few words; whole pages in white have a dark ground that is set elsewhere. */
const MAX_SHARE_WHITE = 0.1;

/** Removes hidden elements and all style sheets. Changes the document. */
export function removeHidden(document: DomDocument): void {
  const body = document.body ?? document;
  const sheets = [...document.querySelectorAll('style')].map((style) => style.textContent ?? '').join('\n');
  removeAll(document, UNSEEN);
  const whole = lengthOf(body);
  for (const selector of hidingSelectors(sheets)) {
    const hidden = select(body, selector);
    const share = hidden.reduce((sum, element) => sum + lengthOf(element), 0) / Math.max(1, whole);
    if (share <= MAX_SHARE_BY_STYLE_SHEET) for (const element of hidden) element.remove();
  }
  for (const element of [...body.querySelectorAll('[style]')]) {
    const style = element.getAttribute('style') ?? '';
    if (hides(style)) element.remove();
    else if (isWhite(style) && !hasGround(element) && lengthOf(element) < MAX_SHARE_WHITE * whole)
      element.remove();
  }
  removeAll(document, 'style, link[rel="stylesheet"]');
}

export function removeAll(root: DomElement, selector: string): void {
  for (const element of [...root.querySelectorAll(selector)]) element.remove();
}

export const lengthOf = (element: DomElement) =>
  (element.textContent ?? '').replace(/\s+/g, ' ').trim().length;

/** The elements that match, or none where the selector is one that the library does not understand. */
export function select(root: DomElement, selector: string): DomElement[] {
  try {
    return [...root.querySelectorAll(selector)];
  } catch {
    return [];
  }
}

/** Whether declarations take an element out of sight: not shown, transparent, tiny, clipped or off the page. */
function hides(style: string): boolean {
  const css = style
    .slice(0, MAX_STYLE_CHARACTERS)
    .toLowerCase()
    .replace(/\s+/g, '')
    .replaceAll('!important', '');
  return (
    /(^|;)(display:none|visibility:(hidden|collapse)|opacity:0*(\.0+)?(;|$)|content-visibility:hidden)/.test(
      css,
    ) ||
    /(^|;)font-size:([012](\.\d+)?(px|pt)?|0(\.\d+)?r?em|0%)(;|$)/.test(css) ||
    /(^|;)(text-indent|left|top|right|margin-left):-\d{3,}/.test(css) ||
    /(^|;)(clip:rect\((0|1px)|clip-path:inset\((50|100)%)/.test(css) ||
    (/(^|;)(max-)?(height|width):[01](px)?(;|$)/.test(css) && css.includes('overflow:hidden'))
  );
}

function isWhite(style: string): boolean {
  const css = style.slice(0, MAX_STYLE_CHARACTERS).toLowerCase().replace(/\s+/g, '');
  return /(^|;)color:(white|transparent|#fff(fff)?|rgba?\(255,255,255|rgba\([\d.]+,[\d.]+,[\d.]+,0(\.0+)?\))/.test(
    css,
  );
}

function hasGround(element: DomElement): boolean {
  if (/background/i.test(element.getAttribute('style') ?? '') || element.hasAttribute('bgcolor')) return true;
  const parent = element.parentNode;
  return parent !== null && isElement(parent) && hasGround(parent);
}

/** Selectors of the rules that hide, outside of conditions such as @media and without pseudo-classes. */
function hidingSelectors(css: string): string[] {
  const selectors = new Set<string>();
  let depth = 0;
  let head = '';
  let before = '';
  for (const part of css.replace(/\/\*[\s\S]*?(?:\*\/|$)/g, '').split(/([{}])/)) {
    if (part === '{') {
      depth += 1;
      if (depth === 1) head = before.slice(before.lastIndexOf(';') + 1).trim();
    } else if (part === '}') {
      if (depth === 1 && !head.startsWith('@') && hides(before))
        for (const one of head.split(',')) selectors.add(one.trim());
      depth = Math.max(0, depth - 1);
    }
    before = part;
  }
  return [...selectors].filter((selector) => /^[\w.#\s>-]+$/.test(selector)).slice(0, MAX_HIDING_SELECTORS);
}
