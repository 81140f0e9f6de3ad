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

const way = (from: string, to: string, id = `${from}${to}`) => ({ id, from, to, text: `On to ${to}` });

const NODES = ['a', 'b', 'c', 'd'].map((id) => node(id, 0, 0));
const EDGES = [way('a', 'b'), way('a', 'c'), way('b', 'd'), way('c', 'd'), way('a', 'd'), way('d', 'a')];

describe('planOf', () => {
  it('holds every card whole and none over another, in the order of the ways on', () => {
    const { width, height, at } = planOf(NODES, EDGES);
    const cards = [...at.values()];
    for (const { x, y } of cards) {
      expect(x).toBeGreaterThan(0);
      expect(y).toBeGreaterThan(0);
      expect(x + CARD.width).toBeLessThan(width);
      expect(y + CARD.height).toBeLessThan(height);
    }
    const over = cards.flatMap((one, i) =>
      cards
        .slice(i + 1)
        .filter(({ x, y }) => Math.abs(x - one.x) < CARD.width && Math.abs(y - one.y) < CARD.height),
    );
    expect(over).toEqual([]);
    const row = (id: string) => at.get(id)?.y ?? Number.NaN;
    expect(row('a')).toBeLessThan(row('b'));
    expect(row('b')).toBe(row('c'));
    expect(row('c')).toBeLessThan(row('d'));
  });

  it('draws a way once however many choices take it, and tells those that go back', () => {
    const { ways } = planOf(NODES, [...EDGES, way('a', 'b', 'again'), way('a', 'elsewhere')]);
    expect(ways.map(({ from, to, isBack }) => [from, to, isBack])).toEqual([
      ...[
        ['a', 'b', false],
        ['a', 'c', false],
        ['b', 'd', false],
        ['c', 'd', false],
      ],
      ...[
        ['a', 'd', false],
        ['d', 'a', true],
      ],
    ]);
    expect(ways.every(({ line }) => /^M[\d.]+[ ,][\d.]+C/.test(line))).toBe(true);
  });

  it('leads a way around the cards between its ends', () => {
    const { at, ways } = planOf(NODES, EDGES);
    const line = ways.find(({ from, to }) => from === 'a' && to === 'd')?.line ?? '';
    const numbers = [...line.matchAll(/[\d.]+/g)].map(([found]) => Number(found));
    const points = numbers.flatMap((x, i) => (i % 2 === 0 ? [{ x, y: numbers[i + 1] ?? 0 }] : []));
    const isOn = ({ x, y }: { x: number; y: number }, id: string) => {
      const card = at.get(id) ?? { x: 0, y: 0 };
      return x > card.x && x < card.x + CARD.width && y > card.y && y < card.y + CARD.height;
    };
    expect(points.length).toBeGreaterThan(3);
    expect(points.filter((point) => isOn(point, 'b') || isOn(point, 'c'))).toEqual([]);
  });

  it('leaves so many cards as no one looks through where they are stored', () => {
    const many = Array.from({ length: 401 }, (_, i) => node(`n${i}`, (i % 4) * 260, Math.floor(i / 4) * 160));
    const { at, ways } = planOf(many, [way('n0', 'n5')]);
    expect(at.get('n5')).toEqual({ x: 308, y: 208 });
    expect(ways).toEqual([
      { from: 'n0', to: 'n5', isBack: false, line: expect.stringMatching(/^M146 124C/) },
    ]);
    expect(planOf([], [])).toMatchObject({ at: new Map(), ways: [] });
  });
});

describe('neighbour', () => {
  it('goes to the nearest in a direction and stays at an edge', () => {
    const places = { a: [-260, 0], b: [0, 0], c: [0, 160], d: [260, 80] } as const;
    const at = new Map(Object.entries(places).map(([id, [x, y]]) => [id, { x, y }]));
    const plan = { width: 0, height: 0, at, ways: [] };
    expect(neighbour(plan, 'a', 'right')).toBe('b');
    expect(neighbour(plan, 'b', 'down')).toBe('c');
    expect(neighbour(plan, 'b', 'right')).toBe('d');
    expect(neighbour(plan, 'a', 'left')).toBeUndefined();
  });
});

it('draws ways down, across and back up', () => {
  expect(wayPath({ x: 0, y: 0 }, { x: 260, y: 160 }, [])).toMatch(/^M98 76C.* 358 160$/);
  expect(wayPath({ x: 0, y: 0 }, { x: 260, y: 0 }, [])).toMatch(/^M98 76C.* 358 76$/);
});

it('leads a way back around the cards between, on the nearer side', () => {
  const [low, between, high] = [
    { x: 260, y: 320 },
    { x: 130, y: 160 },
    { x: 260, y: 0 },
  ];
  expect(wayPath(low, high, [low, between, high])).toMatch(/^M456 358C480 358.*V62C480 38 480 38 456 38$/);
  const aside = { x: 600, y: 160 };
  expect(wayPath(low, high, [low, aside, high])).toMatch(/^M260 358C236 358.*V62C236 38 236 38 260 38$/);
});
