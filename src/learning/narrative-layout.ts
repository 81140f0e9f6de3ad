/** Where to draw the nodes: rows by depth of prerequisites, each node under what it builds on. */

export type Position = { x: number; y: number };

/** Distances in pixels of the canvas' own scale: a card and its air. */
const COLUMN = 260;
const ROW = 160;
/** A row of more cards than this is broken, or a source without prerequisites would be one endless line. */
const CARDS_IN_A_ROW = 4;

/** Positions for nodes given in narrative order with the places each requires (all earlier). No two coincide. */
export function layout(required: readonly ReadonlySet<number>[]): Position[] {
  const depths: number[] = [];
  for (const places of required) {
    depths.push(Math.max(-1, ...[...places].map((place) => depths[place] ?? 0)) + 1);
  }
  const layers: number[][] = [];
  depths.forEach((depth, place) => {
    const layer = layers[depth] ?? [];
    layer.push(place);
    layers[depth] = layer;
  });
  const positions: Position[] = required.map(() => ({ x: 0, y: 0 }));
  let row = 0;
  for (const layer of layers) {
    // Under the middle of what it builds on, so that lines cross little; then in narrative order.
    const middle = (place: number): number => {
      const above = [...(required[place] ?? [])].map((id) => positions[id]?.x ?? 0);
      return above.length === 0 ? 0 : above.reduce((sum, x) => sum + x, 0) / above.length;
    };
    const sorted = [...layer].sort((a, b) => middle(a) - middle(b) || a - b);
    for (let start = 0; start < sorted.length; start += CARDS_IN_A_ROW) {
      const cards = sorted.slice(start, start + CARDS_IN_A_ROW);
      cards.forEach((place, column) => {
        positions[place] = { x: (column - (cards.length - 1) / 2) * COLUMN, y: row * ROW };
      });
      row += 1;
    }
  }
  return positions;
}
