import { expect, it } from 'vitest';
import { MAX_MESSAGE_CHARACTERS } from '../../tutoring/protocol.ts';
import { MAX_MESSAGE } from './limits.ts';

it('allows what the protocol allows: the pages may import its types only', () => {
  expect(MAX_MESSAGE).toBe(MAX_MESSAGE_CHARACTERS);
});
