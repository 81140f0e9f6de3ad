/** How authoring asks a model: what it adds to an instruction, and what it makes of an answer that didn't come. */
import { AppError } from '../base/errors.ts';
import { fence } from '../library/fence.ts';
import { tidy } from './words.ts';

/** What surrounds the making of a part. */
export type Wish = {
  /** What a reviewer said against the last attempt. */
  rejection?: string | null;
  /** Somebody will try again: a failure of the provider is thrown then, instead of made do with. */
  willRetry?: boolean;
};

/** What a reviewer said against the last attempt, for the next. */
export const withRejection = (instruction: string, rejection: string | null | undefined): string =>
  rejection == null || rejection === ''
    ? instruction
    : `${instruction}\nA reviewer rejected the last attempt; do better on this point:\n${fence('reason', rejection)}`;

/**
 * A provider that failed, or wrote what no repair could mend, leaves nothing, unless somebody will try again; any other
 * failure is thrown.
 */
export const orNothing = <T>(answer: Promise<T>, willRetry: boolean | undefined): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (willRetry !== true && error instanceof AppError && error.errorType === 'upstream_error')
      return undefined;
    throw error;
  });

/** One line of at most so many characters, without what Postgres or JSON can't hold. */
export const cleanName = (text: string, most: number): string =>
  tidy(text.replaceAll('\0', '').toWellFormed()).slice(0, most).toWellFormed().trim();
