/**
 * Makes samples/food-safety.pdf from food-safety.md: headings, lists, tables, running heads and page numbers,
 * as a publisher would set them. Run with `npx tsx dev/samples/make-pdf.ts`.
 */

import { readFileSync, writeFileSync } from 'node:fs';
import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from 'pdf-lib';
import type { Block } from '../../src/ingestion/extract/document.ts';
import { extractMarkdown } from '../../src/ingestion/extract/markdown.ts';

/** A5 in points: a handbook's page, about 260 words. */
const PAGE = { width: 420, height: 595, margin: 48 } as const;
const WIDTH = PAGE.width - 2 * PAGE.margin;
const INK = rgb(0.1, 0.1, 0.12);
const GREY = rgb(0.45, 0.45, 0.5);

type Fonts = { body: PDFFont; bold: PDFFont; italic: PDFFont };
type Style = { font: PDFFont; size: number; lead: number; before: number; indent: number };

/** Sets text down the page and begins a new one where it is full. */
class Setter {
  readonly pdf: PDFDocument;
  readonly fonts: Fonts;
  readonly title: string;
  page: PDFPage;
  y = 0;

  constructor(pdf: PDFDocument, fonts: Fonts, title: string) {
    this.pdf = pdf;
    this.fonts = fonts;
    this.title = title;
    this.page = this.turn();
  }

  turn(): PDFPage {
    this.page = this.pdf.addPage([PAGE.width, PAGE.height]);
    this.y = PAGE.height - PAGE.margin - 22;
    const number = this.pdf.getPageCount();
    if (number === 1) return this.page;
    const small = { font: this.fonts.italic, size: 8, color: GREY };
    this.page.drawText(this.title, { x: PAGE.margin, y: PAGE.height - 34, ...small });
    const text = String(number);
    this.page.drawText(text, {
      x: (PAGE.width - small.font.widthOfTextAtSize(text, 8)) / 2,
      y: 26,
      ...small,
    });
    return this.page;
  }

  /** Turns the page unless so many points are left. */
  need(height: number): void {
    if (this.y - height < PAGE.margin) this.turn();
  }

  paragraph(text: string, style: Style, mark = ''): void {
    this.y -= style.before;
    for (const [index, line] of wrap(text, style.font, style.size, WIDTH - style.indent).entries()) {
      this.need(style.lead);
      const draw = { y: this.y, font: style.font, size: style.size, color: INK };
      if (index === 0 && mark) this.page.drawText(mark, { ...draw, x: PAGE.margin + style.indent - 14 });
      this.page.drawText(line, { ...draw, x: PAGE.margin + style.indent });
      this.y -= style.lead;
    }
  }

  table(rows: readonly (readonly string[])[], widths: readonly number[]): void {
    this.y -= 8;
    for (const [index, row] of rows.entries()) {
      const font = index === 0 ? this.fonts.bold : this.fonts.body;
      const cells = row.map((cell, i) => wrap(cell, font, 8.5, WIDTH * (widths[i] ?? 0) - 6));
      const height = Math.max(...cells.map((lines) => lines.length)) * 11 + 5;
      this.need(height);
      let x: number = PAGE.margin;
      for (const [i, lines] of cells.entries()) {
        for (const [n, line] of lines.entries()) {
          this.page.drawText(line, { x, y: this.y - n * 11, font, size: 8.5, color: INK });
        }
        x += WIDTH * (widths[i] ?? 0);
      }
      this.y -= height;
      const rule = { y: this.y + 9, thickness: index === 0 ? 0.8 : 0.3, color: GREY };
      const [start, end] = [
        { x: PAGE.margin, y: rule.y },
        { x: PAGE.width - PAGE.margin, y: rule.y },
      ];
      this.page.drawLine({ start, end, thickness: rule.thickness, color: rule.color });
    }
    this.y -= 6;
  }
}

function wrap(text: string, font: PDFFont, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    if (font.widthOfTextAtSize(longer, size) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line];
}

function setBlock(set: Setter, { kind, level = 1, text }: Block): void {
  const { body, bold } = set.fonts;
  const plain: Style = { font: body, size: 10.5, lead: 14.5, before: 7, indent: 0 };
  if (kind === 'heading') {
    const size = [22, 15, 11.5][level - 1] ?? 11;
    if (level === 2) set.turn();
    set.need(size * 4);
    set.paragraph(text, { font: bold, size, lead: size * 1.3, before: level === 3 ? 12 : 4, indent: 0 });
  } else if (kind === 'list') {
    for (const [index, item] of text.split('\n').entries()) {
      const [mark = '', ...words] = item.split(' ');
      const style = { ...plain, before: index ? 2 : 6, indent: 18 };
      set.paragraph(words.join(' '), style, mark === '-' ? '•' : mark);
    }
  } else if (kind === 'table') {
    const rows = text.split('\n').map((row) => row.split(' | '));
    set.table(rows, rows[0]?.length === 4 ? [0.19, 0.3, 0.24, 0.27] : [0.3, 0.36, 0.34]);
  } else set.paragraph(text, plain);
}

const source = extractMarkdown(readFileSync(new URL('food-safety.md', import.meta.url), 'utf8'));
if (!source.ok) throw new Error(source.reason);
const title = source.document.title ?? '';
const pdf = await PDFDocument.create();
pdf.setTitle(title);
pdf.setAuthor('Nuggets');
pdf.setLanguage('en');
pdf.setCreationDate(new Date('2026-01-01T00:00:00Z'));
pdf.setModificationDate(new Date('2026-01-01T00:00:00Z'));
const set = new Setter(
  pdf,
  {
    body: await pdf.embedFont(StandardFonts.TimesRoman),
    bold: await pdf.embedFont(StandardFonts.HelveticaBold),
    italic: await pdf.embedFont(StandardFonts.TimesRomanItalic),
  },
  title,
);
for (const block of source.document.pages.flatMap((page) => page.blocks)) setBlock(set, block);
writeFileSync(new URL('../../samples/food-safety.pdf', import.meta.url), await pdf.save());
console.log(`samples/food-safety.pdf: ${pdf.getPageCount()} pages`);
