import { createHash } from 'node:crypto';

/** SHA-256 of the parts as JSON, so that no joint is ambiguous; the first 32 hex digits are ample for a name. */
export const hashOf = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
