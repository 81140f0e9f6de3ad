/** Affine matrices [a b c d e f] as PDF writes them: x' = ax + cy + e, y' = bx + dy + f. */

export type Matrix = readonly [number, number, number, number, number, number];

export type Box = { x0: number; y0: number; x1: number; y1: number };

export const IDENTITY: Matrix = [1, 0, 0, 1, 0, 0];

/** The matrix that applies `inner` first and `outer` then. */
export function multiply(outer: Matrix, inner: Matrix): Matrix {
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

export function apply(matrix: Matrix, x: number, y: number): [number, number] {
  const [a, b, c, d, e, f] = matrix;
  return [a * x + c * y + e, b * x + d * y + f];
}

/** The upright box around a box that was transformed. */
export function transformBox(matrix: Matrix, box: Box): Box {
  const corners = [
    apply(matrix, box.x0, box.y0),
    apply(matrix, box.x1, box.y0),
    apply(matrix, box.x0, box.y1),
    apply(matrix, box.x1, box.y1),
  ];
  const xs = corners.map(([x]) => x);
  const ys = corners.map(([, y]) => y);
  return { x0: Math.min(...xs), y0: Math.min(...ys), x1: Math.max(...xs), y1: Math.max(...ys) };
}

export function intersect(a: Box, b: Box): Box {
  return {
    x0: Math.max(a.x0, b.x0),
    y0: Math.max(a.y0, b.y0),
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
  };
}

export function contains(box: Box, x: number, y: number): boolean {
  return x >= box.x0 && x <= box.x1 && y >= box.y0 && y <= box.y1;
}

/** Area in square points; 0 for a box turned inside out by an empty intersection. */
export function area(box: Box): number {
  return Math.max(0, box.x1 - box.x0) * Math.max(0, box.y1 - box.y0);
}

/** A matrix out of what an untyped operator carries, or null where it is none. */
export function toMatrix(value: unknown): Matrix | null {
  const list = toNumbers(value);
  if (list === null || list.length < 6) return null;
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = list;
  return [a, b, c, d, e, f];
}

/** Numbers out of an array or a typed array; null where anything else is inside. */
export function toNumbers(value: unknown): number[] | null {
  if (value instanceof Float32Array || value instanceof Float64Array) return Array.from(value);
  if (!Array.isArray(value)) return null;
  const list: unknown[] = value;
  const numbers = list.filter((item) => typeof item === 'number');
  return numbers.length === list.length ? numbers : null;
}
