import { expect, test } from 'vitest';
import { charsetOf } from './source.ts';

test.each([
  ['text/html; charset=windows-1251', 'windows-1251'],
  ['text/html;charset="Shift_JIS"', 'Shift_JIS'],
  ["text/plain; format=flowed; Charset = 'euc-kr'", 'euc-kr'],
  ['text/html; charset=utf-8; profile=x', 'utf-8'],
  ['text/html', undefined],
  ['text/html; charset=', undefined],
  ['application/x-charset=no', undefined],
  [null, undefined],
])('the encoding that %j declares: %s', (header, charset) => {
  expect(charsetOf(header)).toBe(charset);
});
