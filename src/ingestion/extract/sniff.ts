/** Tells what a file is by its first bytes; its name only settles which kind of text a text is. */

import { Unzip, UnzipInflate } from 'fflate';

export const FILE_TYPES = ['pdf', 'docx', 'txt', 'md', 'html'] as const;

export type FileType = (typeof FILE_TYPES)[number];

const MEDIA_TYPES = {
  pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  txt: 'text/plain',
  md: 'text/markdown',
  html: 'text/html',
} as const satisfies Record<FileType, string>;

/** The media type a stored file is served with. */
export function mediaTypeOf(type: FileType): string {
  return MEDIA_TYPES[type];
}

/** Readers of PDF accept its header anywhere in the first kilobyte (ISO 32000-1, note 13 of annex H). */
const PDF_HEADER_WITHIN = 1024;

/** What of the list of content types is read: Word's own has about 2 kB; more would be a bomb's. */
const CONTENT_TYPES_MAX_BYTES = 64 * 1024;

/**
 * The type of a file, or null where it is none that we read.
 *
 * @param head the first bytes of the file, 8 KiB or more where there are as many
 * @param filename only settles ties between kinds of text: Markdown, pages and plain text overlap
 */
export function sniff(head: Uint8Array, filename = ''): FileType | null {
  if (startsWith(head, [0x50, 0x4b])) return isWordArchive(head) ? 'docx' : null;
  if (isPdf(head)) return 'pdf';
  const text = asAscii(head);
  if (text === null || /^\s*(\{\\rtf|%!PS)/.test(text)) return null;
  return kindOfText(text, filename.toLowerCase());
}

function startsWith(bytes: Uint8Array, prefix: readonly number[]): boolean {
  return prefix.every((byte, index) => bytes[index] === byte);
}

/** A header at the very start, or later in the first kilobyte if it stands before binary data or an object. */
function isPdf(head: Uint8Array): boolean {
  const text = latin1(head);
  const at = text.slice(0, PDF_HEADER_WITHIN).search(/%PDF-/);
  if (at <= 0) return at === 0;
  // A text about the format also names its header; only a file of the format goes on like one.
  return /^%PDF-\d\.\d\s*[\r\n]+\s*(%[\x80-\xff]{2}|\d+ \d+ obj\b)/.test(text.slice(at));
}

/** Reads the names in the archive's local headers, and its list of content types where that comes first. */
function isWordArchive(head: Uint8Array): boolean {
  const names: string[] = [];
  let contentTypes = '';
  const unzip = new Unzip((file) => {
    names.push(file.name);
    if (file.name !== '[Content_Types].xml') return;
    file.ondata = (error, data) => {
      if (error || contentTypes.length > CONTENT_TYPES_MAX_BYTES) file.terminate();
      else contentTypes += latin1(data);
    };
    file.start();
  });
  unzip.register(UnzipInflate);
  try {
    // In small steps, so that a bomb is stopped after its first kilobytes.
    for (let at = 0; at < head.length; at += 256) unzip.push(head.subarray(at, at + 256));
  } catch {
    // A head ends in the middle of an entry, and a damaged file anywhere: what was read till then counts.
  }
  if (names.some((name) => /^(xl|ppt)\//.test(name))) return false;
  if (names.some((name) => name.startsWith('word/'))) return true;
  return /wordprocessingml\.(document|template)\.main|word\.(document|template)\.macroEnabled/.test(
    contentTypes,
  );
}

/**
 * The text of the head with one character a byte, or null where it is binary. UTF-16 and UTF-32 lose their
 * zeros, so that their tags can be seen as well.
 */
function asAscii(head: Uint8Array): string | null {
  if (looksLikeWideText(head))
    return latin1(head.filter((byte) => byte !== 0)).replace(/^(\xff\xfe|\xfe\xff)/, '');
  if (head.includes(0)) return null;
  // What texts use: tab, line feed, form feed, return, shifts and escape of ISO-2022, end of file of old DOS texts.
  const odd = head.filter((byte) => byte < 0x20 && ![9, 10, 12, 13, 14, 15, 26, 27].includes(byte)).length;
  return odd * 200 > head.length ? null : latin1(head).replace(/^\xef\xbb\xbf/, '');
}

/** A byte order mark of two or four bytes, or zeros in one and the same place of nearly every pair. */
function looksLikeWideText(head: Uint8Array): boolean {
  if (
    startsWith(head, [0xff, 0xfe]) ||
    startsWith(head, [0xfe, 0xff]) ||
    startsWith(head, [0, 0, 0xfe, 0xff])
  ) {
    return true;
  }
  const zeros = [0, 0, 0, 0];
  head.forEach((byte, index) => {
    if (byte === 0) zeros[index % 4] = (zeros[index % 4] ?? 0) + 1;
  });
  const quarter = Math.floor(head.length / 4);
  const full = zeros.map((count) => count >= quarter * 0.7);
  const none = zeros.map((count) => count <= quarter * 0.05);
  if (quarter < 2) return false;
  const like = (pattern: string) => [...pattern].every((mark, i) => (mark === '0' ? full[i] : none[i]));
  return ['0x0x', 'x0x0', '000x', 'x000'].some(like);
}

const PAGE_START = /^(<\?xml[^>]*>\s*)?<(!doctype\s+html|html|head|body)\b/i;
const DRAWING_START = /^(<\?xml[^>]*>\s*)?(<!doctype svg[^>]*>\s*)?<svg\b/i;
const TAG_START =
  /^<(\?xml|rss|feed|title|meta|link|script|style|div|p|h[1-6]|table|article|main|section|header|nav|ul|ol|a|b|br|font|iframe|center|span)\b/i;
const MARKDOWN_SIGNS = [
  /^#{1,6} \S/m,
  /^(```|~~~)/m,
  /^[-*+] \S/m,
  /\[[^\]\n]+\]\([^)\n]+\)/,
  /^\|.+\|\s*$/m,
  /\*\*\S[^*\n]*\*\*/,
];

function kindOfText(text: string, filename: string): FileType | null {
  const start = text.replace(/<!--[\s\S]*?-->/g, '').trimStart();
  if (PAGE_START.test(start)) return 'html';
  if (DRAWING_START.test(start)) return null;
  if (/\.(md|markdown|mdown|mkd)$/.test(filename)) return 'md';
  if (/\.(txt|text|log|srt|vtt|csv|tsv|rst|org)$/.test(filename)) return 'txt';
  // What begins with a comment that does not end here is a page: no other text does.
  if (TAG_START.test(start) || start.startsWith('<!--')) return 'html';
  if (/\.x?html?$/.test(filename) && /<[a-z!][^>]*>/i.test(text)) return 'html';
  return MARKDOWN_SIGNS.filter((sign) => sign.test(text)).length >= 2 ? 'md' : 'txt';
}

function latin1(bytes: Uint8Array): string {
  let text = '';
  // In parts, because a call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 4096)
    text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}
