/** FSRS-6's published decay; the planner's `ts-fsrs` schedules by the same. */
const DECAY = -0.1542;
const FACTOR = 0.9 ** (1 / DECAY) - 1;

/** The chance of recall `days` after a review, 0–1, where `stability` is the days in which it sinks to .9. */
export const recallAfter = (days: number, stability: number): number =>
  (1 + (FACTOR * days) / Math.max(stability, 0.01)) ** DECAY;

export type Curve = { past: string; future: string; area: string; now: { x: number; y: number } };

/** The curve from the last review to now and as long again, as SVG paths in a box. Pure. */
export function curveOf(daysSince: number, stability: number, box: { width: number; height: number }): Curve {
  const days = Math.max(daysSince, 0.5);
  const nowX = box.width * 0.62;
  const y = (t: number) => (1 - recallAfter(t, stability)) * (box.height - 4) * 1.6 + 2;
  const point = (t: number) =>
    `${((t / days) * nowX).toFixed(1)} ${Math.min(box.height - 2, y(t)).toFixed(1)}`;
  const walk = (from: number, to: number) =>
    Array.from({ length: 9 }, (_, i) => point(from + ((to - from) * i) / 8)).join('L');
  const past = `M${walk(0, days)}`;
  return {
    past,
    future: `M${walk(days, days * 1.55)}`,
    area: `${past}V${box.height}H0z`,
    now: { x: nowX, y: Math.min(box.height - 2, y(days)) },
  };
}
