/** The protocol's limit on a message, UTF-16 units; `dev/pages-agree.test.ts` holds it to the protocol's own. */
export const MAX_MESSAGE = 8000;
