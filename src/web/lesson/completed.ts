/** What a summary says of a lesson; anything else in it is left alone. */
export type Completed = {
  /** Concepts with the levels before and after, 0–100. */
  concepts: readonly { name: string; before: number; after: number }[];
  /** Names of what is still missing. */
  gaps: readonly string[];
  /** Whole minutes, at least one. */
  minutes: number;
  questions: number;
  nuggets: number;
};

export const readSummary = (summary: Record<string, unknown>): Completed => ({
  concepts: listOf(summary['concepts']).flatMap((entry) => {
    const { name, before, after } = { name: null, before: null, after: null, ...entry };
    return typeof name === 'string' && typeof before === 'number' && typeof after === 'number'
      ? [{ name, before, after }]
      : [];
  }),
  gaps: listOf(summary['knowledgeGaps']).flatMap((entry) =>
    'name' in entry && typeof entry.name === 'string' ? [entry.name] : [],
  ),
  minutes: Math.max(1, Math.round(numberOf(summary['duration']) / 60)),
  questions: numberOf(summary['questionsAsked']),
  nuggets: numberOf(summary['nuggetsViewed']),
});

const listOf = (value: unknown): readonly object[] =>
  Array.isArray(value)
    ? value.filter((entry: unknown): entry is object => typeof entry === 'object' && entry !== null)
    : [];

const numberOf = (value: unknown): number => (typeof value === 'number' ? value : 0);
