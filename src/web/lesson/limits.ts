/** The protocol's limits; `dev/pages-agree.test.ts` holds them to the protocol's own. */

/** On a message, UTF-16 units. */
export const MAX_MESSAGE = 8000;
/** On a recording, bytes. */
export const MAX_RECORDING = 10 * 1024 * 1024;
