/** How good probabilities are: the figures every bench of predictions prints. */

export type Prediction = { expected: number; actual: 0 | 1 };
export type Scores = { auc: number; logLoss: number; rmse: number; ece: number; n: number };

const BINS = 10;
/** Keeps one certain and wrong prediction from making the log loss infinite. */
const LEAST = 1e-6;

/** The chance that a right answer was given a higher probability than a wrong one; ties count half (Mann–Whitney). */
export function auc(predictions: readonly Prediction[]): number {
  const sorted = [...predictions].sort((a, b) => a.expected - b.expected);
  let ranks = 0;
  let right = 0;
  for (let start = 0; start < sorted.length; ) {
    const tied = sorted[start]?.expected;
    let end = start;
    let rightHere = 0;
    while (end < sorted.length && sorted[end]?.expected === tied) {
      rightHere += sorted[end]?.actual ?? 0;
      end += 1;
    }
    ranks += (rightHere * (start + 1 + end)) / 2;
    right += rightHere;
    start = end;
  }
  return (ranks - (right * (right + 1)) / 2) / (right * (sorted.length - right));
}

/** AUC, log loss in nats, root mean squared error, and expected calibration error over ten equal bins of probability. */
export function scoresOf(predictions: readonly Prediction[]): Scores {
  const n = predictions.length;
  let loss = 0;
  let squares = 0;
  const bins: number[] = Array.from({ length: BINS }, () => 0);
  for (const { expected, actual } of predictions) {
    const likelihood = actual === 1 ? expected : 1 - expected;
    loss -= Math.log(Math.max(LEAST, Math.min(1 - LEAST, likelihood)));
    squares += (expected - actual) ** 2;
    const bin = Math.min(BINS - 1, Math.floor(expected * BINS));
    bins[bin] = (bins[bin] ?? 0) + expected - actual;
  }
  return {
    auc: auc(predictions),
    logLoss: loss / n,
    rmse: Math.sqrt(squares / n),
    ece: bins.reduce((sum, difference) => sum + Math.abs(difference), 0) / n,
    n,
  };
}
