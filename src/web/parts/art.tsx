import { useMemo } from 'preact/hooks';

/**
 * A picture for what has none yet: a calm landscape in the theme's blues with one yellow light, drawn from the
 * id, so that the same thing always looks the same and things beside each other differ.
 */
export function Art({ seed }: { seed: string }) {
  const scene = useMemo(() => landscape(seed), [seed]);
  const { x, y, r } = scene.light;
  // The hills stretch to any shape; the light stays round in its place.
  return (
    <span class="art" aria-hidden="true">
      <i style={{ insetInlineStart: `${x}%`, insetBlockStart: `${y}%`, inlineSize: `${2 * r}%` }} />
      <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
        {scene.hills.map((d, i) => (
          <path key={d} d={d} fill={`var(--pic-${i + 2})`} />
        ))}
      </svg>
    </span>
  );
}

/** Numbers 0–1 that follow from a text: FNV-1a as the seed of mulberry32. */
function* chances(seed: string): Generator<number, never> {
  let state = 0x811c9dc5;
  for (let i = 0; i < seed.length; i++) state = Math.imul(state ^ seed.charCodeAt(i), 0x01000193);
  for (;;) {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    yield ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  }
}

/** Units are per cent of the picture's width or height. */
function landscape(seed: string): { light: { x: number; y: number; r: number }; hills: string[] } {
  const chance = chances(seed);
  const between = (low: number, high: number) => low + chance.next().value * (high - low);
  const light = { x: between(14, 72), y: between(8, 22), r: between(6, 10) };
  const hills = [42, 56, 70, 84].map((base) => {
    const [a, b, c, d] = [between(-13, 9), between(-15, 9), between(-13, 9), between(-9, 6)];
    const y = (offset: number) => (base + offset).toFixed(1);
    return `M0 ${y(a)}C18 ${y(b)} 30 ${y(c)} 50 ${y(d)}S84 ${y(a)} 100 ${y(c)}V100H0z`;
  });
  return { light, hills };
}
