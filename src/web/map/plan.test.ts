import { describe, expect, it } from 'vitest';
import type { GraphNode } from './plan.ts';
import { CARD, neighbour, planOf, wayPath } from './plan.ts';

const node = (id: string, x: number, y: number): GraphNode => ({
  id,
  nuggetId: id,
  documentId: null,
  documentTitle: null,
  title: id,
  status: 'ready',
  difficulty: null,
  concepts: [],
  prerequisites: [],
  position: { x, y },
});

const NODES = [node('a', -260, 0), node('b', 0, 0), node('c', 0, 160), node('d', 260, 80)];

describe('planOf', () => {
  it('holds every card whole', () => {
    const { width, height, at } = planOf(NODES);
    for (const { x, y } of at.values()) {
      expect(x).toBeGreaterThan(0);
      expect(y).toBeGreaterThan(0);
      expect(x + CARD.width).toBeLessThan(width);
      expect(y + CARD.height).toBeLessThan(height);
    }
  });
});

describe('neighbour', () => {
  it('goes to the nearest in a direction and stays at an edge', () => {
    const plan = planOf(NODES);
    expect(neighbour(plan, 'a', 'right')).toBe('b');
    expect(neighbour(plan, 'b', 'down')).toBe('c');
    expect(neighbour(plan, 'b', 'right')).toBe('d');
    expect(neighbour(plan, 'a', 'left')).toBeUndefined();
  });
});

it('draws ways down, across and back up', () => {
  expect(wayPath({ x: 0, y: 0 }, { x: 260, y: 160 })).toMatch(/^M98 76C.* 358 160$/);
  expect(wayPath({ x: 0, y: 0 }, { x: 260, y: 0 })).toMatch(/^M98 76C.* 358 76$/);
  expect(wayPath({ x: 260, y: 160 }, { x: 0, y: 0 })).toMatch(/^M260 198C.* 0 38$/);
});
