import { describe, expect, it } from 'vitest';
import { steady } from './steady.ts';

describe('steady', () => {
  it('shows whole words only', () => {
    expect(steady('The reef gro')).toBe('The reef');
    expect(steady('The')).toBe('');
  });

  it('holds back half a citation and half a link', () => {
    expect(steady('It grows [')).toBe('It grows');
    expect(steady('It grows [1, 2')).toBe('It grows');
    expect(steady('It grows [1] and ')).toBe('It grows [1] and');
    expect(steady('See [the page](https://exam ')).toBe('See');
  });

  it('closes what is open for now', () => {
    expect(steady('Living **polyps build on ')).toBe('Living **polyps build on**');
    expect(steady('Living *polyps build ')).toBe('Living *polyps build*');
    expect(steady('Run `git stat now ')).toBe('Run `git stat now`');
  });

  it('holds back marks that have nothing after them yet', () => {
    expect(steady('Living **')).toBe('Living');
    expect(steady('Living ** ')).toBe('Living');
    expect(steady('One.\n\n- ')).toBe('One.');
  });

  it('leaves lists and finished emphasis alone', () => {
    expect(steady('* one\n* two **strong** and ')).toBe('* one\n* two **strong** and');
    expect(steady('A **b** c *d* e ')).toBe('A **b** c *d* e');
  });

  it('takes code as it is', () => {
    expect(steady('```js\nconst a = [1, ')).toBe('```js\nconst a = [1, ');
  });

  it('shows no word that the whole text does not have', () => {
    const whole =
      'Because the two move **in opposite** directions [1]. A `code` here, [a link](https://x.test/y) and *more* [2, 3]. ';
    for (let i = 0; i <= whole.length; i++) {
      const shown = steady(whole.slice(0, i)).replace(/[*`]+$/, '');
      expect(whole.startsWith(shown)).toBe(true);
    }
  });
});
