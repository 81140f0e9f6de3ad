import { describe, expect, test } from 'vitest';
import { newId, OrganizationId } from '../base/ids.ts';
import { safeName, splitKey, uploadKey } from './keys.ts';

describe('keys', () => {
  const organization = newId(OrganizationId);

  test('tell whose file an object is, and that our own objects are nobody’s', () => {
    expect(splitKey(uploadKey(organization, 'a/b/c.pdf'))).toEqual({ organization, path: 'uploads/c.pdf' });
    expect(splitKey(`org/${organization}/media/x.mp3`)).toBeUndefined();
    expect(splitKey('elsewhere/c.pdf')).toBeUndefined();
  });

  test.each([
    ['..', 'document'],
    ['C:\\secret\\über.docx', 'über.docx'],
    ['a\u0000b\n.txt', 'ab.txt'],
    [`${'x'.repeat(300)}.pdf`, `${'x'.repeat(176)}.pdf`],
  ])('make a safe name of %j', (given, expected) => {
    expect(safeName(given)).toBe(expected);
  });
});
