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

/** How the ground runs: the form follows from the id too, so that a shelf of pictures is not a row of one. */
const FORMS: readonly ((base: number, chance: () => number) => string)[] = [
  // Waves.
  (base, chance) => {
    const [a, b, c] = [y(base, chance, 12), y(base, chance, 15), y(base, chance, 12)];
    return `M0 ${a}C18 ${b} 30 ${c} 50 ${y(base, chance, 8)}S84 ${a} 100 ${c}V100H0z`;
  },
  // Peaks.
  (base, chance) => {
    const [peak, side] = [20 + 60 * chance(), 12 + 20 * chance()];
    const top = base - 10 - 22 * chance();
    return `M0 ${base + 6}L${peak - side} ${base}L${peak} ${top}L${peak + side} ${base + 4}L100 ${base - 2}V100H0z`;
  },
  // Domes.
  (base, chance) => {
    const [x, r] = [20 + 60 * chance(), 18 + 22 * chance()];
    return `M0 ${base + 8}H${x - r}A${r} ${r * 0.8} 0 0 1 ${x + r} ${base + 8}H100V100H0z`;
  },
  // Terraces.
  (base, chance) => {
    const [x1, x2] = [18 + 24 * chance(), 56 + 26 * chance()];
    const [h1, h2] = [base - 16 * chance(), base - 10 + 20 * chance()];
    return `M0 ${base + 4}H${x1}V${h1}H${x2}V${h2}H100V100H0z`;
  },
];

const y = (base: number, chance: () => number, swing: number): string =>
  (base + (chance() - 0.55) * 2 * swing).toFixed(1);

/** Units are per cent of the picture's width or height. */
function landscape(seed: string): { light: { x: number; y: number; r: number }; hills: string[] } {
  const numbers = chances(seed);
  const chance = () => numbers.next().value;
  const between = (low: number, high: number) => low + chance() * (high - low);
  const light = { x: between(14, 72), y: between(8, 22), r: between(6, 10) };
  const form = FORMS[Math.floor(chance() * FORMS.length)] ?? FORMS[0];
  const hills = [42, 56, 70, 84].map((base) => form?.(base, chance) ?? '');
  return { light, hills };
}
