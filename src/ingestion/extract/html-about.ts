/** What a page says of itself: title, author, language, and the address it wants to be known by. */

import type { DomDocument } from './dom.ts';
import { cleanText, oneLine } from './plain.ts';

export type About = {
  title: string | null;
  author: string | null;
  language: string | null;
  canonicalUrl?: string;
};

/** Reads the head of the page, and its data for search engines (schema.org in JSON-LD). */
export function aboutOf(document: DomDocument, url: string | undefined): About {
  const data = linkedData(document);
  const meta = (...names: string[]) =>
    first(
      names.map((name) =>
        document.querySelector(`meta[name="${name}"], meta[property="${name}"]`)?.getAttribute('content'),
      ),
    );
  const heading = document.querySelector('h1')?.textContent;
  const title = first([meta('og:title', 'twitter:title'), data.headline, heading, withoutSite(document)]);
  // Some sites give an author's page in place of a name.
  const author = first(
    [data.author, meta('author', 'parsely-author', 'article:author')].filter(
      (name) => !/^https?:/.test(name ?? ''),
    ),
  );
  const language = first([
    document.documentElement?.getAttribute('lang'),
    meta('og:locale', 'language'),
    data.language,
  ]);
  const canonical = document.querySelector('link[rel="canonical"]')?.getAttribute('href') ?? meta('og:url');
  return { title, author, language: language?.replace('_', '-') ?? null, ...absolute(canonical, url) };
}

function first(values: readonly (string | null | undefined)[]): string | null {
  return values.map((value) => oneLine(cleanText(value ?? ''))).find((value) => value !== '') ?? null;
}

/** Titles end in the site's name behind a bar or a dash, if what stands before is the longer part. */
function withoutSite(document: DomDocument): string {
  const title = oneLine(document.querySelector('title')?.textContent ?? '');
  const parts = title.split(/ [|–—·»-] /);
  const [lead] = parts;
  return parts.length > 1 && lead !== undefined && lead.length > title.length / 2 ? lead : title;
}

function absolute(href: string | null | undefined, base: string | undefined): { canonicalUrl?: string } {
  try {
    return href ? { canonicalUrl: new URL(href, base).href } : {};
  } catch {
    return {};
  }
}

type LinkedData = { headline: string | null; author: string | null; language: string | null };

function linkedData(document: DomDocument): LinkedData {
  for (const script of document.querySelectorAll('script[type="application/ld+json"]')) {
    const article = findArticle(parse(script.textContent ?? ''), 0);
    if (article) {
      return {
        headline: text(article['headline']),
        author: names(article['author']),
        language: text(article['inLanguage']),
      };
    }
  }
  return { headline: null, author: null, language: null };
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const text = (value: unknown) => (typeof value === 'string' ? value : null);

/** The first object whose type is a kind of article, in lists and graphs too. */
function findArticle(value: unknown, depth: number): Record<string, unknown> | null {
  if (!isRecord(value) || depth > 4) return null;
  if (/article|posting|report/i.test(String(value['@type']))) return value;
  for (const inner of Array.isArray(value) ? value : [value['@graph'], value['mainEntity']]) {
    const found = findArticle(inner, depth + 1);
    if (found) return found;
  }
  return null;
}

function names(value: unknown): string | null {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  const found = list
    .map((one) => text(one) ?? (isRecord(one) ? text(one['name']) : null))
    .filter((name) => name !== null);
  return found.join(', ') || null;
}
