/** What a summary says was learnt: its concepts with the levels before and after. Anything else in it is left alone. */
export function completedConcepts(
  summary: Record<string, unknown>,
): readonly { name: string; before: number; after: number }[] {
  const listed = summary['concepts'];
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { name, before, after } = { name: null, before: null, after: null, ...entry };
    return typeof name === 'string' && typeof before === 'number' && typeof after === 'number'
      ? [{ name, before, after }]
      : [];
  });
}
