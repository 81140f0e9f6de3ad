import { expect, it } from 'vitest';
import { merged } from './live.ts';

const row = (id: string, text = '') => ({ id, text });

it('changes rows in their place and lets new ones join where the list grows', () => {
  const shown = [row('a'), row('b')];
  expect(merged(shown, [row('c'), row('a', 'ready')], 'above')).toEqual([
    row('c'),
    row('a', 'ready'),
    row('b'),
  ]);
  expect(merged(shown, [row('c')], 'below')).toEqual([row('a'), row('b'), row('c')]);
});
