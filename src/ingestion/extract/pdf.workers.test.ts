import japanese from 'pdfjs-dist/cmaps/Adobe-Japan1-UCS2.bcmap?inline';
import level from 'pdfjs-dist/cmaps/UniJIS-UCS2-H.bcmap?inline';
import { describe, expect, test } from 'vitest';
import { lockedPdf, openPdf } from '../../../dev/sample-encrypted.ts';
import { packed, samplePdf, shown, shownInHex } from '../../../dev/sample-pdf.ts';
import { pageText } from './document.ts';
import { extractPdf, type PdfAssets } from './pdf.ts';

const FILES: Record<string, string> = { 'UniJIS-UCS2-H.bcmap': level, 'Adobe-Japan1-UCS2.bcmap': japanese };

/** What the worker is lent, with every file it asked for. */
function lent(): { assets: PdfAssets; asked: string[] } {
  const asked: string[] = [];
  const fetchFile = async (name: string): Promise<Uint8Array> => {
    asked.push(name);
    const file = FILES[name];
    if (file === undefined) throw new Error(`There is no ${name} among the assets.`);
    return new Uint8Array(await (await fetch(file)).arrayBuffer());
  };
  return { assets: { cMap: fetchFile, standardFont: fetchFile }, asked };
}

async function outcome(bytes: Uint8Array, assets = lent().assets): Promise<string> {
  const result = await extractPdf(bytes, assets);
  return result.ok ? result.document.pages.map(pageText).join('\n') : result.code;
}

describe('in workerd', () => {
  test('a document is read, its structure too', async () => {
    const body = Array.from({ length: 8 }, (_, row) =>
      shown(50, 600 - 14 * row, 11, 'Corals build reefs out of limestone, and algae feed them.'),
    );
    const content = shown(50, 700, 20, 'Reefs') + body.join('');
    const result = await extractPdf(samplePdf({ pages: [{ content }] }), lent().assets);
    expect(result.ok && result.document.title).toBe('Reefs');
    expect(result.ok && result.document.pages[0]?.blocks[0]).toEqual({
      kind: 'heading',
      level: 1,
      text: 'Reefs',
    });
  });

  test('character maps are fetched when a font needs them', async () => {
    const { assets, asked } = lent();
    const file = samplePdf({ pages: [{ content: shownInHex(100, 700, 12, '日本語の文章です', 'J') }] });
    expect(await outcome(file, assets)).toBe('日本語の文章です');
    expect(asked).toContain('UniJIS-UCS2-H.bcmap');
  });

  test('what is protected opens, what is locked says so', async () => {
    expect(await outcome(openPdf())).toBe('Protected, but open to all');
    expect(await outcome(lockedPdf())).toBe('encrypted');
  });

  test('a bomb is refused, and the reader serves on', async () => {
    const bomb = packed(new Uint8Array(100 * 1024 * 1024));
    expect(await outcome(samplePdf({ pages: [{ content: shown(50, 700, 12, 'x') }], objects: [bomb] }))).toBe(
      'too_large',
    );
    expect(await outcome(samplePdf({ pages: [{ content: shown(50, 700, 12, 'Still here') }] }))).toBe(
      'Still here',
    );
  });
});
