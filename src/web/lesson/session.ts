import type { NodeView } from '../../tutoring/protocol.ts';

/** A session as the API and the socket give it. */
export type SessionView = {
  id: string;
  learnerId: string;
  mode: 'text' | 'voice';
  goal: string | null;
  currentNodeId: string | null;
  currentNode: NodeView | null;
  pathHistory: readonly PathStep[];
  startedAt: string;
  lastActivity: string;
  completedAt: string | null;
};

export type PathStep = {
  nodeId: string | null;
  nuggetId: string;
  title?: string | null;
  choiceId: string | null;
  reason: string | null;
};
