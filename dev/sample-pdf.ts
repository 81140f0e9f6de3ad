/** Writes small PDFs for tests, operator by operator, so that each says exactly what a test is about. */

import { deflateSync } from 'node:zlib';

export type SamplePage = {
  /** Drawing operators; see `shown` for text. */
  content: string | Uint8Array;
  /** Degrees clockwise that viewers turn the page by. */
  rotate?: 0 | 90 | 180 | 270;
  /** Dictionaries of annotations, without their brackets. */
  annotations?: readonly string[];
};

export type SamplePdf = {
  pages: readonly SamplePage[];
  /** Titles of the outline, each leading nowhere; two spaces before one put it a level deeper. */
  outline?: readonly string[];
  /** More entries of the catalog, as "/Lang (de)". */
  catalog?: string;
  title?: string;
  /** Objects from number 20 on, for content that refers to them ("20 0 R"). */
  objects?: readonly (string | Uint8Array)[];
};

/** Fonts by the names that content uses: U takes UTF-16 in hexadecimal, J and V Japanese; none is embedded. */
const FONT_NAMES = '/F1 3 0 R/F2 4 0 R/F3 5 0 R/U 6 0 R/J 8 0 R/V 10 0 R';
const FONTS = [
  '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  '<</Type/Font/Subtype/Type1/BaseFont/Helvetica-Bold>>',
  '<</Type/Font/Subtype/Type1/BaseFont/Courier>>',
  '<</Type/Font/Subtype/Type0/BaseFont/Any/Encoding/Identity-H/ToUnicode/Identity-H/DescendantFonts[7 0 R]>>',
  '<</Type/Font/Subtype/CIDFontType2/BaseFont/Any/DW 500/FontDescriptor 11 0 R/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>',
  '<</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/UniJIS-UCS2-H/DescendantFonts[9 0 R]>>',
  '<</Type/Font/Subtype/CIDFontType0/BaseFont/HeiseiMin-W3/FontDescriptor 12 0 R/CIDSystemInfo<</Registry(Adobe)/Ordering(Japan1)/Supplement 2>>>>',
  '<</Type/Font/Subtype/Type0/BaseFont/HeiseiMin-W3/Encoding/UniJIS-UCS2-V/DescendantFonts[9 0 R]>>',
  '<</Type/FontDescriptor/FontName/Any/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>',
  '<</Type/FontDescriptor/FontName/HeiseiMin-W3/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700/StemV 80>>',
] as const;

const FIRST_FREE_OBJECT = 20;
const PAGE = '/MediaBox[0 0 600 800]';

/** The file, its content streams deflated. */
export function samplePdf({ pages, outline = [], catalog = '', title, objects = [] }: SamplePdf): Uint8Array {
  const file = new Map<number, string | Uint8Array>();
  for (const [index, font] of FONTS.entries()) file.set(3 + index, font);
  for (const [index, object] of objects.entries()) file.set(FIRST_FREE_OBJECT + index, object);
  let next = FIRST_FREE_OBJECT + objects.length;
  const add = (object: string | Uint8Array): number => {
    file.set(next, object);
    next += 1;
    return next - 1;
  };
  const kids = pages.map(({ content, rotate = 0, annotations = [] }) => {
    const stream = add(packed(content));
    const notes = annotations.map((annotation) => `<<${annotation}>>`).join('');
    return add(
      `<</Type/Page/Parent 2 0 R${PAGE}/Rotate ${rotate}/Contents ${stream} 0 R/Annots[${notes}]/Resources<</Font<<${FONT_NAMES}>>/XObject<</X 20 0 R>>>>>>`,
    );
  });
  const entries = outline.length > 0 ? `/Outlines ${addOutline(outline, add, () => next)} 0 R` : '';
  file.set(1, `<</Type/Catalog/Pages 2 0 R${entries}${catalog}>>`);
  file.set(2, `<</Type/Pages/Kids[${kids.map((kid) => `${kid} 0 R`).join(' ')}]/Count ${kids.length}>>`);
  return written(file, title === undefined ? '' : `/Info ${add(`<</Title(${title})>>`)} 0 R`);
}

/** Words at a place, in points from the bottom left; Latin letters only, for others see `hex`. */
export function shown(x: number, y: number, size: number, words: string, font = 'F1'): string {
  return `BT /${font} ${size} Tf 1 0 0 1 ${x} ${y} Tm (${words.replace(/[\\()]/g, '\\$&')}) Tj ET\n`;
}

/** The same for any character, in the fonts U, J and V. */
export function shownInHex(x: number, y: number, size: number, words: string, font: 'U' | 'J' | 'V'): string {
  const hex = Array.from({ length: words.length }, (_, index) =>
    words.charCodeAt(index).toString(16).padStart(4, '0'),
  );
  return `BT /${font} ${size} Tf 1 0 0 1 ${x} ${y} Tm <${hex.join('')}> Tj ET\n`;
}

/** A stream object; packed with Flate once for each layer. */
export function packed(data: string | Uint8Array, { entries = '', layers = 1 } = {}): Uint8Array {
  let bytes = typeof data === 'string' ? latin1(data) : data;
  for (let layer = 0; layer < layers; layer += 1) bytes = deflateSync(bytes, { level: 9 });
  const filters = Array.from({ length: layers }, () => '/FlateDecode').join('');
  return joined([
    latin1(`<<${entries}/Length ${bytes.length}/Filter[${filters}]>>\nstream\n`),
    bytes,
    latin1('\nendstream'),
  ]);
}

function addOutline(titles: readonly string[], add: (object: string) => number, next: () => number): number {
  const root = next();
  const depthOf = (title: string) => (title.length - title.trimStart().length) / 2;
  const numbers = titles.map((_, index) => root + 1 + index);
  const sibling = (index: number, step: 1 | -1): number | null => {
    const depth = depthOf(titles[index] ?? '');
    for (let at = index + step; at >= 0 && at < titles.length; at += step) {
      if (depthOf(titles[at] ?? '') < depth) return null;
      if (depthOf(titles[at] ?? '') === depth) return numbers[at] ?? null;
    }
    return null;
  };
  add(`<</Type/Outlines/First ${root + 1} 0 R/Last ${numbers.at(-1)} 0 R>>`);
  titles.forEach((title, index) => {
    const child =
      depthOf(titles[index + 1] ?? '') > depthOf(title)
        ? `/First ${numbers[index + 1]} 0 R/Last ${numbers[index + 1]} 0 R`
        : '';
    const after = sibling(index, 1);
    add(
      `<</Title(${title.trim()})/Parent ${root} 0 R${after === null ? '' : `/Next ${after} 0 R`}${child}>>`,
    );
  });
  return root;
}

function written(file: ReadonlyMap<number, string | Uint8Array>, trailer: string): Uint8Array {
  const parts = [latin1('%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n')];
  const offsets = new Map<number, number>();
  let length = parts[0]?.length ?? 0;
  const push = (bytes: Uint8Array): void => {
    parts.push(bytes);
    length += bytes.length;
  };
  for (const [number, object] of file) {
    offsets.set(number, length);
    push(
      joined([
        latin1(`${number} 0 obj\n`),
        typeof object === 'string' ? latin1(object) : object,
        latin1('\nendobj\n'),
      ]),
    );
  }
  const size = Math.max(...file.keys()) + 1;
  const start = length;
  const rows = Array.from({ length: size }, (_, number) => {
    const offset = offsets.get(number);
    return offset === undefined ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  push(
    latin1(
      `xref\n0 ${size}\n${rows.join('')}trailer\n<</Size ${size}/Root 1 0 R${trailer}>>\nstartxref\n${start}\n%%EOF\n`,
    ),
  );
  return joined(parts);
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
