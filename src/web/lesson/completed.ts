/** What a summary says was learnt: its concepts with the levels before and after. Anything else in it is left alone. */
export function completedConcepts(
  summary: Record<string, unknown>,
): readonly { name: string; from: number | null; to: number }[] {
  const listed = summary['concepts'];
  if (!Array.isArray(listed)) return [];
  return listed.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return [];
    const { name, from, previousLevel, to, masteryLevel } = { ...NOTHING, ...entry };
    const [before, after] = [from ?? previousLevel, to ?? masteryLevel];
    if (typeof name !== 'string' || typeof after !== 'number') return [];
    return [{ name, from: typeof before === 'number' ? before : null, to: after }];
  });
}

const NOTHING: Record<'name' | 'from' | 'previousLevel' | 'to' | 'masteryLevel', unknown> = {
  name: undefined,
  from: undefined,
  previousLevel: undefined,
  to: undefined,
  masteryLevel: undefined,
};
