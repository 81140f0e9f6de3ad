/** Reads XML as a stream of elements with the usual prefixes, whatever prefixes the file uses. */

import { SaxesParser } from 'saxes';
import { Refused } from './docx-archive.ts';

const PREFIXES = new Map([
  ['http://schemas.openxmlformats.org/wordprocessingml/2006/main', 'w'],
  ['http://purl.oclc.org/ooxml/wordprocessingml/main', 'w'],
  ['http://schemas.openxmlformats.org/officeDocument/2006/math', 'm'],
  ['http://purl.oclc.org/ooxml/officeDocument/math', 'm'],
  ['http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing', 'wp'],
  ['http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing', 'wp'],
  ['http://schemas.openxmlformats.org/markup-compatibility/2006', 'mc'],
  ['http://schemas.openxmlformats.org/package/2006/relationships', 'rel'],
  ['http://purl.org/dc/elements/1.1/', 'dc'],
  ['urn:schemas-microsoft-com:vml', 'v'],
]);

/** Deeper than any document of people's making; a stack of tables in tables reaches about 60. */
const MAX_DEPTH = 500;

export type XmlEvents = {
  /** `attribute` finds by local name: `val` for `w:val`. */
  open: (name: string, attribute: (local: string) => string | undefined) => void;
  close: (name: string) => void;
  text: (text: string) => void;
};

export type XmlReader = { push: (piece: Uint8Array) => void; end: () => void };

/** Feeds bytes to `events`. Throws `Refused` for entities and depth, and the parser's error for what is not well formed. */
export function xmlReader(events: XmlEvents): XmlReader {
  const parser = new SaxesParser({ xmlns: true, position: false });
  const names: string[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('doctype', () => {
    throw new Refused(
      'unsupported',
      'The Word file defines XML entities of its own, which Word never does. Save it anew from Word and upload that version.',
    );
  });
  parser.on('opentag', ({ uri, local, attributes }) => {
    const name = `${PREFIXES.get(uri) ?? '?'}:${local}`;
    if (names.push(name) > MAX_DEPTH) throw tooDeep();
    events.open(
      name,
      (wanted) => Object.values(attributes).find((attribute) => attribute.local === wanted)?.value,
    );
  });
  parser.on('closetag', () => {
    const name = names.pop();
    if (name !== undefined) events.close(name);
  });
  parser.on('text', events.text);
  parser.on('cdata', events.text);
  let decoder: TextDecoder | undefined;
  return {
    push(piece) {
      decoder ??= new TextDecoder(encodingOf(piece), { fatal: true, ignoreBOM: false });
      parser.write(decoder.decode(piece, { stream: true }));
    },
    end() {
      if (decoder) parser.write(decoder.decode());
      parser.close();
    },
  };
}

const tooDeep = () =>
  new Refused(
    'too_complex',
    'The Word file is nested deeper than any document needs. Copy its text into a new document and upload that.',
  );

/** OOXML is UTF-8 or UTF-16; only the latter needs its mark. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
