/** Walks the body of a Word document, or of its notes, and keeps what is there in the order it is read. */

import type { Block } from './document.ts';
import { Refused } from './docx-archive.ts';
import { addParagraph, Flow, newParagraph, type Paragraph, type ParagraphNeeds } from './docx-paragraph.ts';
import { inherited } from './docx-parts.ts';
import { isShade, RunLooks } from './docx-run.ts';
import type { XmlEvents } from './docx-xml.ts';
import { oneLine } from './plain.ts';

/** Some two thousand pages; a bomb of paragraphs has more. */
const MAX_PARAGRAPHS = 100_000;

/** Deleted or moved away, instructions, properties before a change, readings of ideographs, repetitions for old Words. */
const SKIPPED = new Set(
  'w:del w:moveFrom w:instrText w:delText w:delInstrText w:rPrChange w:pPrChange w:tblPrChange w:tcPrChange w:trPrChange w:sectPrChange w:sdtPr w:rt mc:Fallback'.split(
    ' ',
  ),
);

export type BodyNeeds = ParagraphNeeds & {
  /** The text of a note that the body refers to. */
  noteOf: (kind: 'footnote' | 'endnote', id: string) => string | undefined;
};

type Attributes = (local: string) => string | undefined;
type Table = { rows: Block[][][]; styled: boolean; shaded: boolean };

export class Body implements XmlEvents {
  readonly flow = new Flow();
  /** How many blocks stood before each end of a page. */
  readonly pageEnds: number[] = [];
  /** The notes by their ids, where a part with notes is read. */
  readonly notes = new Map<string, string>();

  readonly #needs: BodyNeeds;
  readonly #flows: Flow[] = [this.flow];
  readonly #paragraphs: Paragraph[] = [];
  readonly #tables: Table[] = [];
  #run = new RunLooks();
  #skipping = 0;
  #inParagraphProperties = false;
  #inText = false;
  #boxes = 0;
  #count = 0;
  #note: string | null = null;
  #pageEndsHere = false;

  constructor(needs: BodyNeeds) {
    this.#needs = needs;
  }

  open = (name: string, attribute: Attributes): void => {
    if (this.#skipping > 0 || SKIPPED.has(name)) this.#skipping += 1;
    else if (this.#inParagraphProperties) this.#paragraphProperty(name, attribute);
    else this.#openStructure(name, attribute);
  };

  text = (text: string): void => {
    if (this.#inText && this.#skipping === 0) this.#write(text);
  };

  #openStructure(name: string, attribute: Attributes): void {
    if (name === 'w:p') this.#openParagraph();
    else if (name === 'w:pPr') this.#inParagraphProperties = true;
    else if (name === 'w:tbl') this.#tables.push({ rows: [], styled: false, shaded: false });
    else if (name === 'w:tblStyle') this.#setTable({ styled: true });
    else if (name === 'w:tr') this.#tables.at(-1)?.rows.push([]);
    else if (name === 'w:tc') {
      this.#setTable({ shaded: false });
      this.#flows.push(new Flow());
    } else if (name === 'w:txbxContent') {
      this.#boxes += 1;
      this.#flows.push(new Flow());
    } else if (name === 'w:footnote' || name === 'w:endnote') {
      // Word keeps its lines between text and notes as notes of another type.
      this.#note = attribute('type')?.includes('eparator') ? null : (attribute('id') ?? null);
      this.#flows.push(new Flow());
    } else this.#openContent(name, attribute);
  }

  #openContent(name: string, attribute: Attributes): void {
    const value = attribute('val');
    if (name === 'w:r') this.#run = this.#newRun();
    else if (name === 'w:t' || name === 'm:t') this.#inText = true;
    else if (name === 'w:tab') this.#write('\t');
    else if (name === 'w:noBreakHyphen') this.#write('-');
    else if (name === 'w:cr' || (name === 'w:br' && attribute('type') !== 'page')) this.#write('\n');
    else if (name === 'w:br' || name === 'w:lastRenderedPageBreak') this.#endPage();
    else if (name === 'w:footnoteReference')
      this.#addNote(this.#needs.noteOf('footnote', attribute('id') ?? ''));
    else if (name === 'w:endnoteReference')
      this.#addNote(this.#needs.noteOf('endnote', attribute('id') ?? ''));
    else if (name === 'wp:docPr') this.#addNote(description(attribute('descr') || attribute('title')));
    else if (name === 'v:shape') this.#addNote(description(attribute('alt')));
    else if (name === 'w:shd' && this.#paragraphs.length < this.#flows.length) {
      if (isShade(attribute('fill'))) this.#setTable({ shaded: true });
    } else this.#run.set(name, value, attribute, this.#needs.styles);
  }

  #paragraphProperty(name: string, attribute: Attributes): void {
    const paragraph = this.#paragraphs.at(-1);
    const value = attribute('val');
    if (!paragraph) return;
    if (name === 'w:pStyle') paragraph.style = value;
    else if (name === 'w:outlineLvl') paragraph.outline = Number(value);
    else if (name === 'w:numId') paragraph.numId = value;
    else if (name === 'w:ilvl') paragraph.level = Number(value);
    else if (name === 'w:shd') paragraph.shaded = isShade(attribute('fill'));
    else if (name === 'w:pageBreakBefore' && value !== '0' && value !== 'false') this.#endPage();
    else if (name === 'w:sectPr') this.#pageEndsHere = true;
    else if (name === 'w:type' && value === 'continuous') this.#pageEndsHere = false;
  }

  close = (name: string): void => {
    if (this.#skipping > 0) this.#skipping -= 1;
    else if (name === 'w:pPr') this.#inParagraphProperties = false;
    else if (name === 'w:t' || name === 'm:t') this.#inText = false;
    else if (name === 'w:r') this.#run = new RunLooks();
    else if (name === 'w:p') this.#closeParagraph();
    else if (name === 'w:tc') this.#tables.at(-1)?.rows.at(-1)?.push(this.#popFlow());
    else if (name === 'w:tbl') this.#closeTable();
    else if (name === 'w:txbxContent') this.#closeBox();
    else if (name === 'w:footnote' || name === 'w:endnote') this.#closeNote();
  };

  #openParagraph(): void {
    this.#count += 1;
    if (this.#count > MAX_PARAGRAPHS) {
      throw new Refused(
        'too_complex',
        'The Word file has more than 100,000 paragraphs. Divide it into smaller documents.',
      );
    }
    this.#paragraphs.push(newParagraph());
  }

  #newRun(): RunLooks {
    const looks = new RunLooks();
    const style = this.#paragraphs.at(-1)?.style;
    if (inherited(this.#needs.styles, style, 'vanish'))
      looks.set('w:vanish', undefined, () => undefined, this.#needs.styles);
    return looks;
  }

  #write(text: string): void {
    const paragraph = this.#paragraphs.at(-1);
    const table = this.#tables.at(-1);
    // What fills a shape, or a table's own style, is not read; white letters there are white on a colour.
    const onShade = paragraph?.shaded || table?.shaded || table?.styled || this.#boxes > 0;
    paragraph?.runs.push({ text, hidden: this.#run.hidden(onShade === true), bold: this.#run.bold });
  }

  #addNote(text: string | undefined): void {
    if (text) this.#paragraphs.at(-1)?.after.push({ kind: 'note', text });
  }

  /** A page ends before the paragraph it is found in, or after it where words of it stand before. */
  #endPage(): void {
    const begun = this.#tables.length > 0 || this.#paragraphs.some((paragraph) => paragraph.runs.length > 0);
    if (begun) this.#pageEndsHere = true;
    else this.pageEnds.push(this.flow.blocks.length);
  }

  #closeParagraph(): void {
    const paragraph = this.#paragraphs.pop();
    const flow = this.#flows.at(-1);
    if (paragraph && flow) addParagraph(flow, paragraph, this.#needs);
    this.#turnPage();
  }

  #turnPage(): void {
    if (!this.#pageEndsHere || this.#flows.length > 1) return;
    this.pageEnds.push(this.flow.blocks.length);
    this.#pageEndsHere = false;
  }

  #popFlow(): Block[] {
    return this.#flows.pop()?.blocks ?? [];
  }

  #setTable(change: Partial<Table>): void {
    const table = this.#tables.at(-1);
    if (table) Object.assign(table, change);
  }

  #closeTable(): void {
    const rows = this.#tables.pop()?.rows ?? [];
    const flow = this.#flows.at(-1);
    const cells = rows.flat();
    // A table of one column is a frame around what is in it.
    const seen = rows.every((row) => row.length < 2)
      ? cells.flat()
      : [tableOf(rows), ...cells.flat().filter(isHidden)];
    for (const block of seen) flow?.add(block);
    this.#turnPage();
  }

  #closeBox(): void {
    this.#boxes -= 1;
    const blocks = this.#popFlow();
    const after = this.#paragraphs.at(-1)?.after;
    if (after) after.push(...blocks);
    else for (const block of blocks) this.#flows.at(-1)?.add(block);
  }

  #closeNote(): void {
    const blocks = this.#popFlow();
    if (this.#note !== null)
      this.notes.set(
        this.#note,
        blocks
          .filter((block) => !isHidden(block))
          .map(textOf)
          .join('\n'),
      );
    this.#note = null;
  }
}

const isHidden = (block: Block) => block.hidden !== undefined;
const textOf = (block: Block) => block.text;

function tableOf(rows: readonly Block[][][]): Block {
  const line = (cells: readonly Block[][]) =>
    cells
      .map((cell) =>
        oneLine(
          cell
            .filter((block) => !isHidden(block))
            .map(textOf)
            .join(' '),
        ),
      )
      .join(' | ');
  return {
    kind: 'table',
    text: rows
      .map(line)
      .filter((text) => /[^\s|]/.test(text))
      .join('\n'),
  };
}

/** An alternative text that somebody wrote, rather than the name of a file or a number. */
function description(text: string | undefined): string | undefined {
  const plain = oneLine((text ?? '').replace(/description automatically generated.*$/i, ''));
  const useless = /\.\w{3,4}$|^https?:|^(picture|image|grafik|bild|shape|text ?box)?\s*\d*$/i.test(plain);
  return useless ? undefined : plain;
}
