import { describe, expect, it } from 'vitest';
import { MAY_HOLD_MATH, withDoubleDollars } from './formulae.ts';

describe('formulae', () => {
  it('are found however a model marks them', () => {
    expect(withDoubleDollars('So \\(x^2\\) it is.')).toBe('So $$x^2$$ it is.');
    expect(withDoubleDollars('So $E = mc^2$ it is.')).toBe('So $$E = mc^2$$ it is.');
    expect(withDoubleDollars('\\[\n\\frac{a}{b}\n\\]')).toBe('\n$$\n\\frac{a}{b}\n$$\n');
    expect(withDoubleDollars('$$a+b$$')).toBe('$$a+b$$');
  });

  it('are not seen in prices and code', () => {
    for (const text of ['From $5 to $10.', '`\\(x\\)` and `$a=b$`', '```\n$a=b$\n```', 'cost$ and $more'])
      expect(withDoubleDollars(text)).toBe(text);
  });

  it('are looked for only where there may be some', () => {
    expect(MAY_HOLD_MATH.test('A plain sentence [1].')).toBe(false);
    expect(MAY_HOLD_MATH.test('Now \\(x\\).')).toBe(true);
  });
});
