/** What a Word file keeps beside its text: where the parts are, its styles, its numbering, its properties. */

import type { Archive } from './docx-archive.ts';
import { type XmlEvents, xmlReader } from './docx-xml.ts';

export type Parts = {
  document: string;
  styles: string;
  numbering: string;
  footnotes: string;
  endnotes: string;
  core: string;
};

export type Style = {
  name: string;
  basedOn: string | undefined;
  /** 0 to 8: Word's level of the outline. */
  outline: number | undefined;
  numId: string | undefined;
  level: number | undefined;
  vanish: boolean;
};

export type Styles = {
  byId: Map<string, Style>;
  /** The document's language as its author's Word was set, BCP 47. */
  language: string | null;
};

/** How a level of a list counts: `bullet`, `decimal`, … and from which number. */
export type Level = { format: string; start: number };
export type Numbering = Map<string, { key: string; levels: Map<number, Level> }>;

/** Reads a part with plain handlers; a part that is not there calls none. */
export function readXml(archive: Archive, part: string, events: Partial<XmlEvents>): void {
  if (!archive.has(part)) return;
  const reader = xmlReader({ open: () => {}, close: () => {}, text: () => {}, ...events });
  archive.read(part, reader.push);
  reader.end();
}

type Relations = Map<string, string>;

/** The targets of a part's relations by the last word of their type, as names in the archive. */
function relationsOf(archive: Archive, part: string): Relations {
  const relations: Relations = new Map();
  const folder = part.slice(0, part.lastIndexOf('/') + 1);
  readXml(archive, `${folder}_rels/${part.slice(folder.length)}.rels`, {
    open(name, attribute) {
      const [type, target] = [attribute('Type'), attribute('Target')];
      if (name !== 'rel:Relationship' || !type || !target || attribute('TargetMode') === 'External') return;
      const path = new URL(target, `file:///${folder}`).pathname.slice(1);
      relations.set(type.slice(type.lastIndexOf('/') + 1), decodeURIComponent(path));
    },
  });
  return relations;
}

/** Where the parts are; where the file does not say it, at their usual names. */
export function partsOf(archive: Archive): Parts {
  const root = relationsOf(archive, '');
  const document = root.get('officeDocument') ?? 'word/document.xml';
  const own = relationsOf(archive, document);
  const named = (type: string) => own.get(type) ?? `word/${type}.xml`;
  return {
    document,
    styles: named('styles'),
    numbering: named('numbering'),
    footnotes: named('footnotes'),
    endnotes: named('endnotes'),
    core: root.get('core-properties') ?? 'docProps/core.xml',
  };
}

export function readStyles(archive: Archive, part: string): Styles {
  const byId = new Map<string, Style>();
  let language: string | null = null;
  let style: Style | null = null;
  readXml(archive, part, {
    open(name, attribute) {
      const value = attribute('val');
      if (name === 'w:style') {
        style = {
          name: '',
          basedOn: undefined,
          outline: undefined,
          numId: undefined,
          level: undefined,
          vanish: false,
        };
        byId.set(attribute('styleId') ?? '', style);
      } else if (name === 'w:lang') language ??= value || null;
      if (!style || value === undefined) {
        if (style && name === 'w:vanish') style.vanish = true;
        return;
      }
      if (name === 'w:name') style.name = value.toLowerCase();
      else if (name === 'w:basedOn') style.basedOn = value;
      else if (name === 'w:outlineLvl') style.outline = Number(value);
      else if (name === 'w:numId') style.numId = value;
      else if (name === 'w:ilvl') style.level = Number(value);
      else if (name === 'w:vanish') style.vanish = isOn(value);
    },
    close(name) {
      if (name === 'w:style') style = null;
    },
  });
  return { byId, language };
}

/** Word writes a property that is off as 0, false or off, and one that is on as anything else or nothing. */
export function isOn(value: string | undefined): boolean {
  return value === undefined || !/^(0|false|off|none)$/.test(value);
}

/** The value of a property of a style, or of the nearest style it is based on that has one. */
export function inherited<Key extends keyof Style>(
  styles: Styles,
  id: string | undefined,
  key: Key,
): Style[Key] | undefined {
  let at = id;
  // Word allows eleven steps; a circle would never end.
  for (let steps = 0; at !== undefined && steps < 12; steps += 1) {
    const style = styles.byId.get(at);
    const value = style?.[key];
    if (value !== undefined && value !== false && value !== '') return value;
    at = style?.basedOn;
  }
  return undefined;
}

export function readNumbering(archive: Archive, part: string): Numbering {
  const kinds = new Map<string, Map<number, Level>>();
  const lists: Numbering = new Map();
  let levels: Map<number, Level> | null = null;
  let level = 0;
  let list = '';
  readXml(archive, part, {
    open(name, attribute) {
      const value = attribute('val') ?? '';
      if (name === 'w:abstractNum') {
        levels = new Map();
        kinds.set(attribute('abstractNumId') ?? '', levels);
      } else if (name === 'w:lvl' || name === 'w:lvlOverride') {
        level = Number(attribute('ilvl') ?? 0);
        if (name === 'w:lvl') levels?.set(level, { format: 'decimal', start: 1 });
      } else if (name === 'w:num') list = attribute('numId') ?? '';
      else if (name === 'w:abstractNumId' && list) {
        levels = new Map(kinds.get(value));
        lists.set(list, { key: `kind ${value}`, levels });
      } else if (name === 'w:numFmt' || name === 'w:start' || name === 'w:startOverride') {
        const known = levels?.get(level) ?? { format: 'decimal', start: 1 };
        levels?.set(
          level,
          name === 'w:numFmt' ? { ...known, format: value } : { ...known, start: Number(value) || 0 },
        );
        // A list that starts anew counts for itself, others of its kind go on counting.
        const found = lists.get(list);
        if (name === 'w:startOverride' && found) found.key = `list ${list}`;
      }
    },
  });
  return lists;
}

/** Title, author and language as the file's properties name them. */
export function readCore(archive: Archive, part: string) {
  const found = new Map<string, string>();
  let element = '';
  readXml(archive, part, {
    open: (name) => {
      element = name;
    },
    close: () => {
      element = '';
    },
    text: (text) => {
      if (element) found.set(element, (found.get(element) ?? '') + text);
    },
  });
  const value = (name: string) => found.get(name)?.replace(/\s+/g, ' ').trim() || null;
  return { title: value('dc:title'), author: value('dc:creator'), language: value('dc:language') };
}
