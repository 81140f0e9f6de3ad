import type { Risk } from '../api/shapes.ts';
import { type ClassWords, words } from '../words/class.ts';

type Kinds = ClassWords['risk']['kinds'];
const isKnown = (kind: string, kinds: Kinds): kind is keyof Kinds => kind in kinds;

/** Why somebody may need help, in the reader's language. */
export function riskText({ kind, detail, amount }: Risk): string {
  const { kinds } = words.value.risk;
  return isKnown(kind, kinds) ? kinds[kind](amount) : detail;
}
