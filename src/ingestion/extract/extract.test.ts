import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { ExtractedDocument } from './document.ts';
import { extract } from './extract.ts';
import { sniff } from './sniff.ts';

const NO_PDF_ASSETS = {
  cMap: () => Promise.reject(new Error('none')),
  standardFont: () => Promise.reject(new Error('none')),
};

/** Our own documents, read as an upload would be: sniffed by their first bytes, then extracted. */
async function readSample(name: string): Promise<ExtractedDocument> {
  const bytes = new Uint8Array(readFileSync(new URL(`../../../samples/${name}`, import.meta.url)));
  const type = sniff(bytes.subarray(0, 8192), name);
  if (type === null) throw new Error('not a type that is read');
  const result = await extract(type, bytes, { filename: name, pdf: NO_PDF_ASSETS });
  if (!result.ok) throw new Error(result.reason);
  return result.document;
}

test.each([
  ['giving-feedback.docx', 'Giving Feedback That Helps', 16],
  ['git-for-writers.md', 'Git for People Who Write', 19],
  ['how-vaccines-work.html', 'How Vaccines Train the Immune System', 14],
  ['first-aid-bleeding-and-burns.txt', 'A SHORT GUIDE TO FIRST AID FOR BLEEDING AND BURNS', 18],
])('%s', async (name, title, headings) => {
  const document = await readSample(name);
  expect(document).toMatchObject({ title, language: 'en', paged: false });
  const blocks = document.pages.flatMap((page) => page.blocks);
  expect(blocks.filter((block) => block.kind === 'heading').length).toBeGreaterThanOrEqual(headings);
  expect(blocks.some((block) => block.kind === 'list')).toBe(true);
  expect(document.pages.map((page) => page.page)).toEqual(document.pages.map((_, at) => at + 1));
});

test('a web page that calls itself a PDF or a Word file is refused with its reason', async () => {
  for (const filename of ['a.pdf', 'b.DOCX']) {
    const result = await extract('html', new TextEncoder().encode('<p>Please log in'), {
      filename,
      pdf: NO_PDF_ASSETS,
    });
    expect(result).toMatchObject({ ok: false, code: 'damaged', reason: expect.stringContaining('web page') });
  }
});

test('an empty file is refused', async () => {
  expect(await extract('md', new Uint8Array(), { pdf: NO_PDF_ASSETS })).toMatchObject({
    ok: false,
    code: 'empty',
  });
});
