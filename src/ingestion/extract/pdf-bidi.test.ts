import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { inReadingOrder } from './pdf-bidi.ts';

const read = (visual: string): string => inReadingOrder([...visual]).join('');

describe('reading order', () => {
  test('leaves what runs from left to right alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'abc é1,(x) 日本') }), (text) => {
        expect(read(text)).toBe(text);
      }),
    );
  });

  test('turns letters, but no numbers and no foreign words', () => {
    expect(read('!םלוע םולש')).toBe('שלום עולם!');
    expect(read('2026 תנשב')).toBe('בשנת 2026');
    expect(read('1,234.50 ₪ קר')).toBe('רק ₪ 1,234.50');
    expect(read('PDF ץבוק הז')).toBe('זה קובץ PDF');
    expect(read('see םולש there')).toBe('see שלום there');
  });

  test('turns brackets with the text they hold', () => {
    expect(read('(ירבע) טסקט')).toBe('טקסט (עברי)');
  });

  test('follows the page where most of a line is foreign', () => {
    const line = [...'portable document format ץבוק'];
    expect(inReadingOrder(line).join('')).toBe('portable document format קובץ');
    expect(inReadingOrder(line, true).join('')).toBe('קובץ portable document format');
    expect(inReadingOrder([...'Only (Latin).'], true).join('')).toBe('Only (Latin).');
  });

  test('keeps marks on their letters', () => {
    expect(inReadingOrder(['ي', 'ب', 'حَ'])).toEqual(['حَ', 'ب', 'ي']);
  });
});
