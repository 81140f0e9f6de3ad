/** What a PDF says about itself: title, author, language, and the outline that viewers show beside it. */

import type { PDFDocumentProxy } from 'unpdf/pdfjs';
import type { OutlineEntry } from './pdf-headings.ts';

export type About = {
  title: string | null;
  author: string | null;
  language: string | null;
  outline: OutlineEntry[];
};

const LONGEST_NAME = 300;
/** An outline of more entries lists figures or formulas, not chapters. */
const MOST_ENTRIES = 5_000;

/** Damage here costs a title, never the text. */
export async function readAbout(pdf: PDFDocumentProxy): Promise<About> {
  const info = await pdf.getMetadata().then(
    ({ info }): unknown => info,
    () => null,
  );
  const outline: unknown = await pdf.getOutline().catch(() => null);
  return {
    title: sensibleTitle(field(info, 'Title')),
    author: field(info, 'Author'),
    language: languageTag(field(info, 'Language')),
    outline: flatten(outline, 1, []),
  };
}

function field(info: unknown, key: string): string | null {
  if (typeof info !== 'object' || info === null) return null;
  const value: unknown = Reflect.get(info, key);
  if (typeof value !== 'string') return null;
  const text = value
    .replace(/[\p{Cc}\ufeff]+/gu, ' ')
    .normalize('NFC')
    .trim();
  return text === '' || text.length > LONGEST_NAME ? null : text;
}

/** Programs fill in the name of the file, or what they call a document without one. */
function sensibleTitle(title: string | null): string | null {
  if (title === null) return null;
  const named = title.replace(/^(Microsoft (Word|PowerPoint|Excel) - )/i, '').trim();
  if (
    /^(untitled|document\d*|presentation\d*|slide \d+|title|print|layout \d+|powerpoint presentation)$/i.test(
      named,
    )
  )
    return null;
  return /\.(docx?|pptx?|xlsx?|pdf|tex|dvi|indd|qxd|rtf|odt|txt|html?)$/i.test(named) ? null : named || null;
}

function languageTag(language: string | null): string | null {
  if (language === null || !/^[a-z]{2,3}([-_][a-z0-9]{2,8})*$/i.test(language)) return null;
  const [canonical = null] = Intl.getCanonicalLocales(language.replaceAll('_', '-'));
  return canonical;
}

function flatten(items: unknown, depth: number, into: OutlineEntry[]): OutlineEntry[] {
  if (!Array.isArray(items)) return into;
  const list: unknown[] = items;
  for (const item of list) {
    if (into.length >= MOST_ENTRIES || typeof item !== 'object' || item === null) break;
    const title: unknown = Reflect.get(item, 'title');
    if (typeof title === 'string' && title.trim() !== '') into.push({ title, depth });
    if (depth < 6) flatten(Reflect.get(item, 'items'), depth + 1, into);
  }
  return into;
}
