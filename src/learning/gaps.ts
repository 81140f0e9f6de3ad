/** When a concept counts as a gap, and when it may be built upon. Levels are 0–100. */

/** A gap opens under this level … */
export const GAP_OPENS = 30;
/** … and closes only here, so that one lucky or unlucky answer does not make it flicker. */
export const GAP_CLOSES = 70;
/** What a concept must reach before those that build on it are offered. */
export const PREREQUISITE_LEVEL = 70;

/** Whether the concept is a gap now, given whether it was one before. */
export function gapAfter(wasOpen: boolean, level: number): boolean {
  return wasOpen ? level < GAP_CLOSES : level < GAP_OPENS;
}
