import { expect, it } from 'vitest';
import { MAX_MESSAGE_CHARACTERS } from '../src/tutoring/protocol.ts';
import { ASKS_FOR_HINT } from '../src/tutoring/reception.ts';
import { MAX_MESSAGE } from '../src/web/lesson/limits.ts';
import { HINT_WORDS } from '../src/web/lesson/thread.ts';

// The pages import the server's types only, so the few values that both must know are written twice and compared here.

it('lets the pages send what the protocol allows', () => {
  expect(MAX_MESSAGE).toBe(MAX_MESSAGE_CHARACTERS);
});

it('lets the pages know a request for help when they see one', () => {
  expect(HINT_WORDS).toBe(ASKS_FOR_HINT);
});
