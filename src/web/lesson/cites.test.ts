import { describe, expect, it } from 'vitest';
import { citationRuns, citedNumbers } from './cites.ts';

const upTo = (max: number) => (n: number) => n >= 1 && n <= max;

describe('citationRuns', () => {
  it('sets numbers apart and takes the space before them away', () => {
    expect(citationRuns('It sinks. [1] It grows.[2]', upTo(2))).toEqual([
      'It sinks.',
      { cites: [1] },
      ' It grows.',
      { cites: [2] },
    ]);
  });

  it('reads several numbers in one bracket, and brackets in a row', () => {
    expect(citationRuns('So [1, 3][2]', upTo(3))).toEqual(['So', { cites: [1, 3] }, { cites: [2] }]);
  });

  it('leaves brackets that cite nothing', () => {
    expect(citationRuns('a[0] and [9] and [sic]', upTo(3))).toEqual(['a[0] and [9] and [sic]']);
  });

  it('tells the numbers in the order of their first coming', () => {
    expect(citedNumbers('So [10]. And [3, 10], then [8].', upTo(20))).toEqual([10, 3, 8]);
  });
});
