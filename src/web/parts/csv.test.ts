import { expect, it } from 'vitest';
import { csvOf } from './csv.ts';

it('quotes what needs it and disarms formulas', () => {
  expect(
    csvOf([
      ['a,b', 'say "x"', 3.5, 'plain'],
      ['=SUM(A1)', '-1', -1, 'two\nlines'],
    ]),
  ).toBe('"a,b","say ""x""",3.5,plain\r\n\'=SUM(A1),\'-1,-1,"two\nlines"');
});
