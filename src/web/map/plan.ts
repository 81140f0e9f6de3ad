import { Graph, layout } from '@dagrejs/dagre';
import { curveBumpY, line } from 'd3-shape';
import type { GraphView } from '../api/shapes.ts';

/** Where the narrative's nodes and ways are drawn. Pure. */

export type GraphNode = GraphView['nodes'][number];
type Point = { x: number; y: number };

/** A node's card, pixels. */
export const CARD = { width: 196, height: 76 };
const MARGIN = 48;
/** Between cards beside each other, lines beside each other, and ranks below each other, pixels. */
const GAPS = { nodesep: 48, edgesep: 20, ranksep: 60 };

/** How far beside the cards a way back goes up, pixels. */
const AROUND = 24;

/** Laying lines around cards takes a second for so many; more stand where they are stored, in rows. */
const MOST_LAID = 400;

/** A line from card to card, for `d`; one that goes back is of interest where its card is. */
export type Way = { from: string; to: string; isBack: boolean; line: string };

export type Plan = {
  width: number;
  height: number;
  /** Upper left corners of cards. */
  at: ReadonlyMap<string, Point>;
  ways: readonly Way[];
};

/** The cards of one document, in its narrative's order, with the ways between them, however many choices take the same. */
export function planOf(nodes: readonly GraphNode[], edges: GraphView['edges']): Plan {
  const place = new Map(nodes.map(({ id }, index) => [id, index]));
  const pairs = new Map(edges.map(({ from, to }) => [wayId(from, to), { from, to }]));
  const ways = [...pairs.values()].flatMap(({ from, to }) => {
    const [start, end] = [place.get(from), place.get(to)];
    return start === undefined || end === undefined ? [] : [{ from, to, isBack: end < start }];
  });
  const { corners, bends } = nodes.length <= MOST_LAID ? laidOut(nodes, ways) : asStored(nodes);
  const sheet = sheetOf(corners, bends);
  const cards = corners.map(sheet.place);
  const lineOf = (from: string, to: string): string => {
    const [points, a, b] = [
      bends.get(wayId(from, to)),
      cards[place.get(from) ?? -1],
      cards[place.get(to) ?? -1],
    ];
    if (points !== undefined) return bent(points.map(sheet.place)) ?? '';
    return a === undefined || b === undefined ? '' : wayPath(a, b, cards);
  };
  return {
    ...sheet.size,
    at: new Map(nodes.map(({ id }, index) => [id, cards[index] ?? { x: 0, y: 0 }])),
    ways: ways.map((way) => ({ ...way, line: lineOf(way.from, way.to) })),
  };
}

const wayId = (from: string, to: string): string => `${from} ${to}`;

const bent = line<Point>(
  ({ x }) => x,
  ({ y }) => y,
).curve(curveBumpY);

/** Corners of cards in the order of the nodes, and the bends of ways that are led around cards. */
type Laid = { corners: Point[]; bends: ReadonlyMap<string, readonly Point[]> };

/** Rank below rank in the order of the ways on; ways back take no part in it. */
function laidOut(nodes: readonly GraphNode[], ways: readonly Omit<Way, 'line'>[]): Laid {
  const graph = new Graph();
  graph.setGraph({ ...GAPS });
  for (const { id } of nodes) graph.setNode(id, { ...CARD });
  for (const { from, to, isBack } of ways) if (!isBack) graph.setEdge(from, to, {});
  layout(graph);
  return {
    corners: nodes.map(({ id }) => {
      const { x = 0, y = 0 } = graph.node(id);
      return { x: x - CARD.width / 2, y: y - CARD.height / 2 };
    }),
    bends: new Map(graph.edges().map((way) => [wayId(way.v, way.w), graph.edge(way)?.points ?? []])),
  };
}

const asStored = (nodes: readonly GraphNode[]): Laid => ({
  corners: nodes.map(({ position }) => position),
  bends: new Map(),
});

/** The sheet that holds cards and bends of lines with a margin around them, and where a point comes to lie on it. */
function sheetOf(corners: readonly Point[], bends: Laid['bends']) {
  const all = [
    ...corners,
    ...corners.map(({ x, y }) => ({ x: x + CARD.width, y: y + CARD.height })),
    // A line may go around the outermost card.
    ...[...bends.values()].flat(),
  ];
  const [xs, ys] = [all.map(({ x }) => x), all.map(({ y }) => y)];
  const [left, top] = [Math.min(...xs) - MARGIN, Math.min(...ys) - MARGIN];
  return {
    size: { width: Math.max(...xs) + MARGIN - left, height: Math.max(...ys) + MARGIN - top },
    place: ({ x, y }: Point): Point => ({ x: x - left, y: y - top }),
  };
}

/** From one card to another: down whatever stands between, beside each other by an arc, back up around the cards between. */
export function wayPath(from: Point, to: Point, cards: readonly Point[]): string {
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
  const between = cards.filter(({ y }) => y >= to.y && y <= from.y).map(({ x }) => x);
  const [left, right] = [Math.min(...between) - AROUND, Math.max(...between) + CARD.width + AROUND];
  const isLeft = from.x + to.x - 2 * left <= 2 * (right - CARD.width) - from.x - to.x;
  const [side, out] = isLeft ? [0, left] : [CARD.width, right];
  const [x1, y1, x2, y2] = [from.x + side, from.y + CARD.height / 2, to.x + side, to.y + CARD.height / 2];
  return `M${x1} ${y1}C${out} ${y1} ${out} ${y1} ${out} ${y1 - AROUND}V${y2 + AROUND}C${out} ${y2} ${out} ${y2} ${x2} ${y2}`;
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
