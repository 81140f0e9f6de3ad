import { describe, expect, test } from 'vitest';
import { packagedPdfAssets } from '../../../dev/pdf-assets.ts';
import { lockedPdf, openPdf } from '../../../dev/sample-encrypted.ts';
import { packed, samplePdf, shown } from '../../../dev/sample-pdf.ts';
import { pageText } from './document.ts';
import { extractPdf, type PdfLimits, type PdfOptions } from './pdf.ts';

const assets = packagedPdfAssets();
const MEGABYTE = 1024 * 1024;

async function outcome(
  bytes: Uint8Array,
  limits: Partial<PdfLimits> = {},
  options: PdfOptions = {},
): Promise<string> {
  const result = await extractPdf(bytes, assets, limits, options);
  if (!result.ok) {
    expect(result.reason).toMatch(/^[A-Z][^.]+\. [A-Z].+\.$/);
    return result.code;
  }
  return result.document.pages.map(pageText).join('\n');
}

const page = (words: string): { content: string } => ({ content: shown(50, 700, 12, words) });

describe('a file that cannot be read says why', () => {
  test('encrypted, unless it opens without a password or with the one given', async () => {
    expect(await outcome(lockedPdf())).toBe('encrypted');
    expect(await outcome(lockedPdf(), {}, { password: 'wrong' })).toBe('encrypted');
    expect(await outcome(lockedPdf(), {}, { password: 'reef' })).toBe('Protected, but open to all');
    expect(await outcome(openPdf())).toBe('Protected, but open to all');
  });

  test('without a text layer', async () => {
    const scan = packed(new Uint8Array(192), {
      entries: '/Type/XObject/Subtype/Image/Width 8/Height 8/BitsPerComponent 8/ColorSpace/DeviceRGB',
    });
    expect(
      await outcome(samplePdf({ pages: [{ content: 'q 600 0 0 800 0 0 cm /X Do Q' }], objects: [scan] })),
    ).toBe('no_text');
    expect(await outcome(samplePdf({ pages: [page('- . -')] }))).toBe('no_text');
    expect(
      await outcome(samplePdf({ pages: [{ content: `1 g ${shown(50, 700, 12, 'All of it white')}` }] })),
    ).toBe('no_text');
  });

  test('empty, damaged, or no PDF at all', async () => {
    expect(await outcome(new Uint8Array())).toBe('empty');
    expect(await outcome(new TextEncoder().encode('%PDF-1.7\n'))).toBe('damaged');
    expect(await outcome(new TextEncoder().encode('<html><body>no</body></html>'))).toBe('damaged');
    expect(await outcome(samplePdf({ pages: [page('cut')] }).slice(0, 300))).toBe('damaged');
  });

  test('too many pages', async () => {
    const pages = Array.from({ length: 10_000 }, () => ({ content: 'n' }));
    expect(await outcome(samplePdf({ pages }))).toBe('too_large');
  });

  test('too much text, too many glyphs, too long a time', async () => {
    const pages = [page('Corals and what feeds them'), page('Fish')];
    expect(await outcome(samplePdf({ pages }), { characters: 10 })).toBe('too_large');
    expect(await outcome(samplePdf({ pages }), { glyphsPerPage: 10 })).toBe('too_complex');
    let clock = 0;
    const now = (): number => {
      clock += 20_000;
      return clock;
    };
    expect(await outcome(samplePdf({ pages }), {}, { now })).toBe('too_complex');
  });
});

test('forms that draw ten of the next are given up, and nothing is left running', async () => {
  const form = (next: number | null): Uint8Array =>
    packed(next === null ? shown(50, 700, 12, 'ha') : '/X Do '.repeat(10), {
      entries: `/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</Font<</F1 3 0 R>>${next === null ? '' : `/XObject<</X ${next} 0 R>>`}>>`,
    });
  const objects = [21, 22, 23, 24, 25, 26, 27, null].map(form);
  const file = samplePdf({ pages: [{ content: '/X Do' }], objects });
  expect(await outcome(file, { operatorsPerPage: 20_000 })).toBe('too_complex');
  expect(await outcome(samplePdf({ pages: [page('Still here')] }))).toBe('Still here');
});

describe('streams that unpack to too much are refused unread', () => {
  const bomb = new Uint8Array(300 * MEGABYTE);

  test('without unpacking them', async () => {
    const file = samplePdf({ pages: [{ content: bomb }] });
    expect(file.length).toBeLessThan(MEGABYTE);
    const before = process.memoryUsage().rss;
    expect(await outcome(file)).toBe('too_large');
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * MEGABYTE);
  });

  test('but a picture may be large: it is not read', async () => {
    const picture = packed(new Uint8Array(40 * MEGABYTE), {
      entries: '/Type/XObject/Subtype/Image/Width 4000/Height 3495/BitsPerComponent 8/ColorSpace/DeviceRGB',
    });
    const content = `q 600 0 0 300 0 0 cm /X Do Q ${shown(50, 700, 12, 'Beside a large picture')}`;
    expect(await outcome(samplePdf({ pages: [{ content }], objects: [picture] }))).toBe(
      'Beside a large picture',
    );
  });

  test('nor may a picture be read as a page', async () => {
    const picture = packed(bomb, { entries: '/Subtype/Image' });
    const file = samplePdf({ pages: [page('One')], objects: [picture] });
    const disguised = new TextEncoder().encode('/Contents 20 0 R');
    const text = Buffer.from(file);
    const at = text.indexOf('/Contents 21 0 R');
    file.set(disguised, at);
    expect(await outcome(file)).toBe('no_text');
  });
});

test('a page that is damaged leaves the others readable', async () => {
  const file = samplePdf({ pages: [page('First'), page('Second'), page('Third')] });
  const [, second] = [
    ...Buffer.from(file)
      .toString('latin1')
      .matchAll(/stream\n/g),
  ].filter((_, index) => index % 2 === 0);
  file.fill(0xff, (second?.index ?? 0) + 7, (second?.index ?? 0) + 27);
  expect(await outcome(file)).toBe('First\n\nThird');
});

test('the reader serves on after every refusal', async () => {
  for (let round = 0; round < 3; round += 1) {
    await outcome(lockedPdf());
    await outcome(new TextEncoder().encode('%PDF-1.7\n'));
    expect(await outcome(samplePdf({ pages: [page('Still here')] }))).toBe('Still here');
  }
});
