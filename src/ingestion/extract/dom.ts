/** The part of the DOM that our readers walk. linkedom provides it in workerd, where there is no browser's. */

import { parseHTML } from 'linkedom/worker';

export type DomNode = {
  /** 1 element, 3 text. */
  nodeType: number;
  /** Upper case for elements of HTML. */
  nodeName: string;
  textContent: string | null;
  parentNode: DomNode | null;
  childNodes: Iterable<DomNode>;
};

export type DomElement = DomNode & {
  getAttribute: (name: string) => string | null;
  hasAttribute: (name: string) => boolean;
  remove: () => void;
  replaceWith: (other: DomElement) => void;
  querySelector: (selector: string) => DomElement | null;
  querySelectorAll: (selector: string) => Iterable<DomElement>;
};

export type DomDocument = DomElement & { documentElement: DomElement | null; body: DomElement | null };

/** What linkedom returns, in its own words; it can be given to Readability, and read as a `DomDocument`. */
export type ParsedPage = ReturnType<typeof parseHTML>['document'];

/** Parses a page; what a browser would add around its text, html and body, is added before. */
export function parsePage(html: string): ParsedPage {
  return parseHTML(framed(html)).document;
}

function framed(html: string): string {
  const page = html.replace(/^\s*<!doctype[^>]*>/i, '');
  const [hasRoot, hasBody] = [/<html[\s>]/i.test(page), /<body[\s>]/i.test(page)];
  if (!hasRoot) return hasBody ? `<html>${page}</html>` : `<html><body>${page}</body></html>`;
  if (hasBody) return page;
  return /<\/head\s*>/i.test(page)
    ? page.replace(/<\/head\s*>/i, '</head><body>')
    : page.replace(/<html(\s[^>]*)?>/i, (root) => `${root}<body>`);
}

export function isElement(node: DomNode): node is DomElement {
  return node.nodeType === 1;
}

/** Whether any element lies deeper than `limit`; found without recursion, which is what depth would break. */
export function isDeeper(root: DomNode, limit: number): boolean {
  const open: { node: DomNode; depth: number }[] = [{ node: root, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    if (next.depth > limit) return true;
    for (const child of next.node.childNodes)
      if (isElement(child)) open.push({ node: child, depth: next.depth + 1 });
  }
  return false;
}
