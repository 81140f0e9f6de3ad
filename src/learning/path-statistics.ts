/** How learners walk through the narrative: what they choose, where they turn back, where they leave. */

export type Path = {
  sessionId: string;
  learnerId: string;
  /** In order; `choiceId` is the choice that led here, null for the first and where the planner led. */
  steps: readonly { nodeId: string; choiceId: string | null }[];
  isCompleted: boolean;
};

export type NodeUse = {
  nodeId: string;
  /** Arrivals, and how many of them were at a node met before in the same session. */
  visits: number;
  revisits: number;
  /** Sessions left unfinished that ended here. */
  left: number;
  /** Choices taken from here, most taken first. */
  choices: { choiceId: string; taken: number; share: number }[];
};

export type PathStatistics = {
  sessions: number;
  learners: number;
  /** Share of sessions completed, 0–1; null without sessions. */
  completed: number | null;
  /** Nodes a session meets, in the middle (median); null without sessions. */
  medianLength: number | null;
  nodes: NodeUse[];
};

function median(list: readonly number[]): number | null {
  const sorted = [...list].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  return upper === undefined || lower === undefined ? null : (upper + lower) / 2;
}

type Tally = { visits: number; revisits: number; left: number; taken: Map<string, number> };

/** Figures over any number of sessions; nodes most visited first. */
export function pathStatistics(paths: readonly Path[]): PathStatistics {
  const tallies = new Map<string, Tally>();
  const tallyOf = (nodeId: string): Tally => {
    const tally = tallies.get(nodeId) ?? { visits: 0, revisits: 0, left: 0, taken: new Map() };
    tallies.set(nodeId, tally);
    return tally;
  };
  for (const { steps, isCompleted } of paths) {
    const met = new Set<string>();
    let previous: Tally | null = null;
    for (const { nodeId, choiceId } of steps) {
      if (choiceId !== null) previous?.taken.set(choiceId, (previous.taken.get(choiceId) ?? 0) + 1);
      const tally = tallyOf(nodeId);
      tally.visits += 1;
      if (met.has(nodeId)) tally.revisits += 1;
      met.add(nodeId);
      previous = tally;
    }
    if (previous !== null && !isCompleted) previous.left += 1;
  }
  const nodes = [...tallies].map(([nodeId, { visits, revisits, left, taken }]) => {
    const total = [...taken.values()].reduce((sum, count) => sum + count, 0);
    const choices = [...taken]
      .map(([choiceId, count]) => ({ choiceId, taken: count, share: count / total }))
      .sort((a, b) => b.taken - a.taken || (a.choiceId < b.choiceId ? -1 : 1));
    return { nodeId, visits, revisits, left, choices };
  });
  return {
    sessions: paths.length,
    learners: new Set(paths.map(({ learnerId }) => learnerId)).size,
    completed:
      paths.length === 0 ? null : paths.filter(({ isCompleted }) => isCompleted).length / paths.length,
    medianLength: median(paths.map(({ steps }) => steps.length)),
    nodes: nodes.sort((a, b) => b.visits - a.visits || (a.nodeId < b.nodeId ? -1 : 1)),
  };
}
