import { signal } from '@preact/signals';

/** A round of review: the ideas of one lesson, asked one after the other. Kept on this device with its lesson. */
export type Round = { names: readonly string[]; at: number };

const keyOf = (sessionId: string): string => `nuggets.round.${sessionId}`;

/** Grows with every change, so that what shows a round looks again. */
const changes = signal(0);

export function keepRound(sessionId: string, round: Round | undefined): void {
  if (round === undefined) localStorage.removeItem(keyOf(sessionId));
  else localStorage.setItem(keyOf(sessionId), JSON.stringify(round));
  changes.value++;
}

export function roundOf(sessionId: string): Round | undefined {
  // Read, so that whoever renders by this is rendered anew when it changes.
  void changes.value;
  const kept = localStorage.getItem(keyOf(sessionId));
  return kept === null ? undefined : JSON.parse(kept);
}
