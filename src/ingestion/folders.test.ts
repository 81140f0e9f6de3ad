import { expect, test } from 'vitest';
import { Folder, watches } from './folders.ts';

test.each([
  ['reports', true, 'reports/2026/a.pdf', true],
  ['reports', false, 'reports/2026/a.pdf', false],
  ['reports', false, 'reports/a.PDF', true],
  ['reports', true, 'reports-old/a.pdf', false],
  ['', true, 'anything/a.htm', true],
  ['reports', true, 'reports/a.exe', false],
  ['reports', true, 'reports/', false],
])('a folder at “%s” (recursive %s) and %s: %s', (path, recursive, object, expected) => {
  expect(watches({ ...Folder.parse({ path }), recursive }, object)).toBe(expected);
});

test('a path is kept without slashes at its ends, and may not lead upwards', () => {
  expect(Folder.parse({ path: '/reports/2026/' }).path).toBe('reports/2026');
  expect(Folder.safeParse({ path: 'reports/../../other' }).success).toBe(false);
});
