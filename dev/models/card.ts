/** Draws a concept map as a PNG: a title, the main idea, and what belongs to it. The same words give the same bytes. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import satori, { type Font } from 'satori';
import { fnv1a } from './hashing.ts';

export type Card = {
  title: string;
  /** The idea in the middle. */
  main: string;
  /** At most six ideas around it. */
  around: readonly string[];
  width: number;
  height: number;
};

type Style = Record<string, string | number>;
type Element = { type: 'div'; key: null; props: { style: Style; children: (Element | string)[] } };

const div = (style: Style, ...children: (Element | string)[]): Element => ({
  type: 'div',
  key: null,
  props: { style: { display: 'flex', ...style }, children },
});

let fonts: Promise<Font[]> | undefined;

/** Inter in two weights, for Latin, Greek and Cyrillic script; other scripts are left out of the card by `drawable`. */
function loadFonts(): Promise<Font[]> {
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@fontsource/inter/package.json')),
    'files',
  );
  const read = async (script: string, weight: 400 | 600): Promise<Font> => ({
    name: script === 'latin' ? 'Inter' : `Inter ${script}`,
    data: await readFile(join(folder, `inter-${script}-${weight}-normal.woff`)),
    weight,
    style: 'normal',
  });
  const scripts = ['latin', 'latin-ext', 'greek', 'cyrillic'];
  fonts ??= Promise.all(scripts.flatMap((script) => [read(script, 400), read(script, 600)]));
  return fonts;
}

const drawable = (text: string): string =>
  text.replace(/[^\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}\p{P}\p{Zs}+<=>%€$£]/gu, '').trim();

const short = (text: string, limit: number): string =>
  text.length <= limit ? text : `${text.slice(0, limit - 1).trimEnd()}…`;

type Point = { x: number; y: number };

/** A line from one point to another: a thin box, turned. */
function line(from: Point, to: Point, style: Style): Element {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const angle = (Math.atan2(to.y - from.y, to.x - from.x) * 180) / Math.PI;
  return div({
    position: 'absolute',
    left: (from.x + to.x) / 2 - length / 2,
    top: (from.y + to.y) / 2 - 1.5,
    width: length,
    height: 3,
    transform: `rotate(${angle.toFixed(2)}deg)`,
    ...style,
  });
}

function node(
  at: Point,
  text: string,
  { width, size, ...style }: Style & { width: number; size: number },
): Element {
  const height = size * 3.2;
  // Two lines fit; a long idea is written smaller rather than over the edge.
  const fontSize = text.length > 22 ? size * 0.8 : size;
  return div(
    {
      position: 'absolute',
      left: at.x - width / 2,
      top: at.y - height / 2,
      width,
      height,
      padding: `0 ${size}px`,
      alignItems: 'center',
      justifyContent: 'center',
      textAlign: 'center',
      boxSizing: 'border-box',
      borderRadius: height / 2,
      fontSize,
      lineHeight: 1.15,
      ...style,
    },
    text,
  );
}

function layout({ title, main, around, width, height }: Card): Element {
  const unit = Math.min(width, height);
  const hue = fnv1a(title + main) % 360;
  const ink = `hsl(${hue}, 45%, 18%)`;
  const middle = { x: width / 2, y: height * 0.56 };
  const reach = { x: width * 0.33, y: height * 0.27 };
  const ideas = around.slice(0, 6).map((text, i, all) => {
    const angle = (-90 + (360 / all.length) * (i + (all.length % 2 === 0 ? 0.5 : 0))) * (Math.PI / 180);
    return { text, at: { x: middle.x + reach.x * Math.cos(angle), y: middle.y + reach.y * Math.sin(angle) } };
  });
  return div(
    {
      width,
      height,
      position: 'relative',
      fontFamily: 'Inter',
      color: ink,
      backgroundColor: `hsl(${hue}, 40%, 96%)`,
      backgroundImage: `linear-gradient(160deg, hsl(${hue}, 55%, 98%), hsl(${(hue + 40) % 360}, 45%, 91%))`,
    },
    div(
      {
        position: 'absolute',
        left: unit * 0.07,
        top: unit * 0.07,
        width: width - unit * 0.14,
        fontSize: unit * 0.052,
        fontWeight: 600,
        lineHeight: 1.2,
      },
      short(drawable(title), 70),
    ),
    ...ideas.map(({ at }) => line(middle, at, { backgroundColor: `hsl(${hue}, 35%, 70%)` })),
    ...ideas.map(({ at, text }) =>
      node(at, short(drawable(text), 34), {
        width: width * 0.27,
        size: unit * 0.028,
        backgroundColor: '#ffffff',
        border: `2px solid hsl(${hue}, 40%, 62%)`,
      }),
    ),
    node(middle, short(drawable(main), 40), {
      width: width * 0.29,
      size: unit * 0.036,
      fontWeight: 600,
      color: '#ffffff',
      backgroundColor: `hsl(${hue}, 45%, 34%)`,
    }),
  );
}

/** The card as PNG bytes. */
export async function drawCard(card: Card): Promise<Uint8Array> {
  const { width, height } = card;
  const svg = await satori(layout(card), { width, height, fonts: await loadFonts() });
  return new Resvg(svg, { font: { loadSystemFonts: false } }).render().asPng();
}
