import { expect, it } from 'vitest';
import { MAX_MESSAGE_CHARACTERS } from '../src/tutoring/protocol.ts';
import { ASKS_FOR_HINT } from '../src/tutoring/reception.ts';
import { MAX_RECORDING_BYTES } from '../src/tutoring/recording.ts';
import { MAX_MESSAGE, MAX_RECORDING } from '../src/web/lesson/limits.ts';
import { HINT_WORDS } from '../src/web/lesson/thread.ts';

// The pages import the server's types only, so the few values that both must know are written twice and compared here.

it('lets the pages send what the protocol allows', () => {
  expect(MAX_MESSAGE).toBe(MAX_MESSAGE_CHARACTERS);
  expect(MAX_RECORDING).toBe(MAX_RECORDING_BYTES);
});

it('lets the pages know a request for help when they see one', () => {
  expect(HINT_WORDS).toBe(ASKS_FOR_HINT);
});
