import type { GraphView } from '../api/shapes.ts';

/** Where the narrative's nodes and ways are drawn. Pure. */

export type GraphNode = GraphView['nodes'][number];

/** A node's card, pixels; the layout's columns are 260 apart and its ranks 160 below each other. */
export const CARD = { width: 196, height: 76 };
const MARGIN = 24;

export type Plan = {
  width: number;
  height: number;
  at: ReadonlyMap<string, { x: number; y: number }>;
};

/** Shifts everything so that the topmost and the leftmost card stand at the margin. */
export function planOf(nodes: readonly GraphNode[]): Plan {
  const xs = nodes.map(({ position }) => position.x);
  const ys = nodes.map(({ position }) => position.y);
  const [left, top] = [Math.min(...xs), Math.min(...ys)];
  const at = new Map(
    nodes.map(({ id, position }) => [id, { x: position.x - left + MARGIN, y: position.y - top + MARGIN }]),
  );
  return {
    width: nodes.length === 0 ? 0 : Math.max(...xs) - left + CARD.width + 2 * MARGIN,
    height: nodes.length === 0 ? 0 : Math.max(...ys) - top + CARD.height + 2 * MARGIN,
    at,
  };
}

/** A way from one card to another: down from rank to rank, beside each other by an arc, back up around the side. */
export function wayPath(from: { x: number; y: number }, to: { x: number; y: number }): string {
  const middle = (x: number) => x + CARD.width / 2;
  if (to.y > from.y) {
    const [y1, y2] = [from.y + CARD.height, to.y];
    const bend = Math.max(24, (y2 - y1) / 2);
    return `M${middle(from.x)} ${y1}C${middle(from.x)} ${y1 + bend} ${middle(to.x)} ${y2 - bend} ${middle(to.x)} ${y2}`;
  }
  if (to.y === from.y) {
    const y = from.y + CARD.height;
    return `M${middle(from.x)} ${y}C${middle(from.x)} ${y + 36} ${middle(to.x)} ${y + 36} ${middle(to.x)} ${y}`;
  }
  const side = to.x >= from.x ? CARD.width : 0;
  const out = side === 0 ? -48 : 48;
  const [x1, y1, x2, y2] = [from.x + side, from.y + CARD.height / 2, to.x + side, to.y + CARD.height / 2];
  return `M${x1} ${y1}C${x1 + out} ${y1} ${x2 + out} ${y2} ${x2} ${y2}`;
}

export type Direction = 'left' | 'right' | 'up' | 'down';

/** The nearest node in a direction, by distance with what lies aside counting double; none where none lies there. */
export function neighbour(plan: Plan, from: string, direction: Direction): string | undefined {
  const here = plan.at.get(from);
  if (here === undefined) return undefined;
  let best: { id: string; cost: number } | undefined;
  for (const [id, there] of plan.at) {
    const [dx, dy] = [there.x - here.x, there.y - here.y];
    const [along, aside] = {
      left: [-dx, dy],
      right: [dx, dy],
      up: [-dy, dx],
      down: [dy, dx],
    }[direction];
    if (id === from || along === undefined || aside === undefined || along <= 0) continue;
    const cost = along + 2 * Math.abs(aside);
    if (best === undefined || cost < best.cost) best = { id, cost };
  }
  return best?.id;
}
