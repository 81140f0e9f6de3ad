import type { AppError } from '../base/errors.ts';

/** Each try that comes too late came after another's that did not; so many in a row are no coincidence. */
const TRIES = 8;

/**
 * Reads, changes and writes until what was read still stands at writing: `keep` does all three, and gives false where another
 * was quicker. Throws the refusal where it would not hold still.
 */
export async function untilKept(keep: () => Promise<boolean>, refusal: AppError): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) if (await keep()) return;
  throw refusal;
}
