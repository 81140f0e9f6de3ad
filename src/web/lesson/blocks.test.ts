import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Blocks, blocksOf, NO_BLOCKS } from './blocks.ts';

const TEXT = `First paragraph, which is
on two lines.

- one
- two

  still two

1. three

\`\`\`js
const a = 1;

const b = 2;
\`\`\`

## A heading

| a | b |
| - | - |
| 1 | 2 |

The last paragraph of this text.`;

const all = ({ settled, tail }: Blocks) => [...settled, tail];

describe('blocksOf', () => {
  it('cuts at the top level, not within lists or fences', () => {
    expect(all(blocksOf(NO_BLOCKS, TEXT)).map((block) => block.trim().split('\n')[0])).toEqual([
      'First paragraph, which is',
      '- one',
      '```js',
      '## A heading',
      '| a | b |',
      'The last paragraph of this text.',
    ]);
  });

  it('comes to the same however the text arrives, and never touches what is settled', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 60 }), (steps) => {
        let blocks = NO_BLOCKS;
        let length = 0;
        for (const step of [...steps, TEXT.length]) {
          length = Math.min(TEXT.length, length + step);
          const next = blocksOf(blocks, TEXT.slice(0, length));
          expect(next.settled.slice(0, blocks.settled.length)).toEqual(blocks.settled);
          expect(all(next).join('')).toBe(TEXT.slice(0, length));
          blocks = next;
        }
        expect(all(blocks)).toEqual(all(blocksOf(NO_BLOCKS, TEXT)));
      }),
    );
  });

  it('begins anew for another text', () => {
    const first = blocksOf(NO_BLOCKS, 'One thing here.\n\nAnother thing here.');
    expect(all(blocksOf(first, 'Short.'))).toEqual(['Short.']);
  });
});
