import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import subsetFont from 'subset-font';
import { defineConfig, type Plugin, type Rolldown } from 'vite';
import { ICONS } from './src/web/parts/icons.ts';

/** How the pages are built: `src/web` in, content-hashed files under `dist/web` out. */

const FONT_FOLDER = resolve('node_modules/.cache/nuggets-fonts');

const characters = (...ranges: readonly (readonly [from: number, to: number])[]) =>
  ranges
    .flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)))
    .join('');

const LATIN = `${characters([0x20, 0x7e], [0xa0, 0xff])}–—‘’“”„‚…•·→←↑↓−≤≥≈€′″‹›Œœı⌘`;
const LATIN_EXTENDED = characters([0x100, 0x17f], [0x218, 0x21b]);

/**
 * The fonts that are served, cut from fontsource's to the letters and weights in use: the sans is part of a
 * learner's first load and must stay under 40 KB; the extended letters and the serif come only when needed.
 */
const FONTS = [
  { name: 'sans', from: 'inter/files/inter-latin-wght-normal.woff2', text: LATIN },
  { name: 'sans-extended', from: 'inter/files/inter-latin-ext-wght-normal.woff2', text: LATIN_EXTENDED },
  { name: 'serif', from: 'source-serif-4/files/source-serif-4-latin-wght-normal.woff2', text: LATIN },
];

async function cutFonts(): Promise<void> {
  const recipe = resolve(FONT_FOLDER, 'recipe.json');
  const wanted = JSON.stringify(FONTS);
  if (existsSync(recipe) && readFileSync(recipe, 'utf8') === wanted) return;
  mkdirSync(FONT_FOLDER, { recursive: true });
  for (const { name, from, text } of FONTS) {
    const target = resolve(FONT_FOLDER, `${name}.woff2`);
    const whole = readFileSync(resolve('node_modules/@fontsource-variable', from));
    const cut = await subsetFont(whole, text, {
      targetFormat: 'woff2',
      variationAxes: { wght: { min: 400, max: 650 } },
    });
    writeFileSync(target, cut);
  }
  writeFileSync(recipe, wanted);
}

/** Every icon in use as one inline sprite in the page itself: no request, no script, and no icon twice. */
const iconSprite = (): Plugin => ({
  name: 'icon-sprite',
  transformIndexHtml: (html) => {
    const symbols = ICONS.map((name) => {
      const svg = readFileSync(resolve(`node_modules/lucide-static/icons/${name}.svg`), 'utf8');
      const shapes = svg
        .slice(svg.indexOf('>', svg.indexOf('<svg')) + 1, svg.lastIndexOf('</svg>'))
        .replaceAll(/\s*\n\s*/g, '');
      return `<symbol id="i-${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
    });
    return html.replace('<!-- icons -->', symbols.join(''));
  },
});

/** The sans is asked for together with the code, not after its styles. */
const fontPreload = (): Plugin => ({
  name: 'font-preload',
  transformIndexHtml: {
    order: 'post',
    handler: (_html, { bundle }) =>
      Object.keys(bundle ?? {})
        .filter((file) => /^assets\/sans-[\w-]{8}\.woff2$/.test(file))
        .map((file) => ({
          tag: 'link',
          injectTo: 'head',
          attrs: { rel: 'preload', href: `/${file}`, as: 'font', type: 'font/woff2', crossorigin: true },
        })),
  },
});

/** Of the nugget's drawing, the parts between its outer tags. */
const drawing = (): string =>
  /<svg[^>]*>(.*)<\/svg>/s.exec(readFileSync(resolve('src/web/public/icon.svg'), 'utf8'))?.[1] ?? '';

/** The drawing on its ground, as small as a device that cuts icons to its own shape may leave of it. */
const onGround = (): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><path fill="#f4f5f8" d="M0 0h48v48H0z"/><g transform="translate(9.6 9.6) scale(.6)">${drawing()}</g></svg>`;

const bare = (): string => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48">${drawing()}</svg>`;

/** The icons of an installed app, for devices that take no SVG: by name, as drawn and how wide, pixels. */
const ICON_FILES = [
  ['icon-192.png', bare, 192],
  ['icon-512.png', bare, 512],
  ['icon-maskable.png', onGround, 512],
  ['icon-touch.png', onGround, 180],
] as const;

const appIcons = (): Plugin => ({
  name: 'app-icons',
  generateBundle() {
    for (const [fileName, draw, width] of ICON_FILES) {
      const source = new Resvg(draw(), { fitTo: { mode: 'width', value: width } }).render().asPng();
      this.emitFile({ type: 'asset', fileName, source });
    }
  },
});

/** What every page needs, with the small pieces that a learner's pages share: a request each would cost more than their bytes. */
const BASE =
  /node_modules\/(?:preact|@preact|preact-iso)\/|src\/web\/(?:shell\/(?!shortcut-list)|who\/(?:person|signed-out)\.|api\/(?:client|learning|resource|shown)|home\/begin|lesson\/(?:hearing|limits|room)\.|parts\/(?:art|avatar|brand|button|dialog|icon|mastery|menu|meter|picture|scroll|segmented|states|theme|toast)\.|review\/round\.ts|words\/(?:language|numbers|parts|shell)\.ts)/;

/** Pages that work without a network; what they are made of is kept when the first of them is visited. */
const KEPT = [
  'index.html',
  'home/home.tsx',
  'lesson/answer.tsx',
  'lesson/canvas.tsx',
  'lesson/listening.tsx',
  'lesson/microphone.ts',
  'lesson/ordering.tsx',
  'lesson/player.tsx',
  'lesson/question.tsx',
  'lesson/source.tsx',
  'lesson/summary.tsx',
  'lesson/tables.ts',
];

/** The scripts and styles of the modules that fit, with all that they import. */
function filesOf(bundle: Rolldown.OutputBundle, fits: (module: string) => boolean): Set<string> {
  const files = new Set<string>();
  const want = (file: string) => {
    const chunk = bundle[file];
    if (files.has(`/${file}`) || chunk?.type !== 'chunk') return;
    files.add(`/${file}`);
    for (const css of chunk.viteMetadata?.importedCss ?? []) files.add(`/${css}`);
    for (const imported of chunk.imports) want(imported);
  };
  for (const [file, chunk] of Object.entries(bundle))
    if (chunk.type === 'chunk' && chunk.facadeModuleId && fits(chunk.facadeModuleId)) want(file);
  return files;
}

/** The service worker with its list of files, named by their content. */
const serviceWorker = (): Plugin => ({
  name: 'service-worker',
  generateBundle(_options, bundle) {
    const wanted = filesOf(bundle, (module) => KEPT.some((page) => module.endsWith(`/src/web/${page}`)));
    for (const file of Object.keys(bundle)) {
      if (/^assets\/sans-[\w-]{8}\.woff2$/.test(file)) wanted.add(`/${file}`);
    }
    const files = JSON.stringify([...wanted].sort());
    const version = createHash('sha256').update(files).digest('hex').slice(0, 12);
    const source = readFileSync(resolve('src/web/service-worker.js'), 'utf8')
      .replace('self.__FILES__', files)
      .replace('self.__VERSION__', `'${version}'`);
    this.emitFile({ type: 'asset', fileName: 'service-worker.js', source });
  },
});

/** The first script of all, with the files of the pages that people open first: what the entry does not bring itself. */
const firstScript = (): Plugin => ({
  name: 'first-script',
  generateBundle(_options, bundle) {
    const of = (page: string) => filesOf(bundle, (module) => module.endsWith(`/src/web/${page}`));
    const entry = of('index.html');
    const ahead = (page: string) => [...of(page)].filter((file) => !entry.has(file));
    const pages = { home: ahead('home/home.tsx'), lesson: ahead('lesson/canvas.tsx') };
    const source = readFileSync(resolve('src/web/theme.js'), 'utf8').replace(
      'self.__AHEAD__',
      JSON.stringify(pages),
    );
    this.emitFile({ type: 'asset', fileName: 'theme.js', source });
  },
});

export default defineConfig(async () => {
  await cutFonts();
  return {
    root: 'src/web',
    // Not the folder of the workers' own dependencies cache, so that both may build at once.
    cacheDir: resolve('node_modules/.cache/vite-web'),
    plugins: [iconSprite(), fontPreload(), appIcons(), serviceWorker(), firstScript()],
    resolve: { alias: { '@fonts': FONT_FOLDER } },
    build: {
      outDir: resolve('dist/web'),
      emptyOutDir: true,
      target: 'es2023',
      // The content policy allows files of ours only, so nothing may become a data: URL.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: true,
      rolldownOptions: {
        output: {
          // What every page needs comes in one file, not in thirty.
          codeSplitting: { groups: [{ name: 'base', test: BASE }] },
        },
      },
    },
  };
});
