import type { Lesson } from './fold.ts';

/** The steps of a lesson so far, the present one last: what the session came with, then what happened since. Pure. */
export type Step = { key: string; nuggetId: string; title: string | null };

export function stepsOf({ session, events }: Lesson): readonly Step[] {
  const titles = new Map<string, string>();
  const moves = events.flatMap((event) => {
    if (event.event !== 'session:node:updated') return [];
    const { id, title } = event.data.node.nugget;
    if (title !== null) titles.set(id, title);
    return [{ key: `event-${event.seq}`, nuggetId: String(id), title }];
  });
  const now = session?.currentNode?.nugget;
  if (now !== undefined && now.title !== null) titles.set(now.id, now.title);
  const came = (session?.pathHistory ?? []).map(({ nuggetId, title }, i) => ({
    key: `step-${i}`,
    nuggetId,
    title: title ?? titles.get(nuggetId) ?? null,
  }));
  // The session's own history holds at least as much, unless steps have been taken since it came.
  const steps = came.length >= moves.length ? came : moves;
  if (now === undefined || steps.at(-1)?.nuggetId === now.id) return steps;
  return [...steps, { key: `now-${now.id}`, nuggetId: now.id, title: now.title }];
}
