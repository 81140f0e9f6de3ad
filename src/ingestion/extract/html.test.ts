import { describe, expect, test } from 'vitest';
import { extractHtml, type HtmlOptions } from './html.ts';

const read = (html: string, options?: HtmlOptions) => {
  const result = extractHtml(html, options);
  if (!result.ok) throw new Error(result.reason);
  return result.document;
};
const shape = (html: string, options?: HtmlOptions) =>
  read(html, options)
    .pages.flatMap((page) => page.blocks)
    .map(({ kind, text }) => [kind, text]);
const words = (html: string, options?: HtmlOptions) =>
  shape(html, options)
    .map(([, text]) => text)
    .join('\n');

const PROSE = Array.from(
  { length: 6 },
  (_, i) =>
    `<p>Paragraph ${i}: bread is made of flour, water, salt and time, and it is worth waiting for, because the crust needs it.</p>`,
);
const page = (inside: string, head = '') =>
  `<html lang="en"><head><title>On Bread | The Bakery</title>${head}</head><body><nav><a href="/">Home</a></nav><main><article><h1>On Bread</h1>${inside}</article></main><footer>Imprint</footer></body></html>`;

describe('the article and not the page', () => {
  test('navigation, footers, forms, teasers, captions, credits and pitches are left out', () => {
    const html = page(`
      <div class="byline">By Ada, 1 May</div>${PROSE.slice(0, 3).join('')}
      <figure><img src="x.png"><figcaption>A loaf on a table</figcaption></figure>
      <p><a href="/other">Ten recipes that will surprise you all</a></p>
      <p class="wp-caption-text">Another loaf</p><div class="shareButtons">Share this</div>
      <p>Photo: Ada Lovelace</p><p>Sign up for our <a href="/n">newsletter</a>!</p>
      ${PROSE.slice(3).join('')}
      <h3>More from us</h3><ul><li><a href="/a">How to bake a cake in an hour</a></li><li><a href="/b">How to bake a pie in an hour</a></li></ul>
      <form><input><button>Send</button></form>`);
    const text = words(html, { url: 'https://bakery.example/bread' });
    expect(text.match(/Paragraph \d/g)).toHaveLength(6);
    for (const gone of [
      'Home',
      'Imprint',
      'Ada',
      'loaf',
      'recipes',
      'Share',
      'newsletter',
      'More from',
      'cake',
      'Send',
    ]) {
      expect(text).not.toContain(gone);
    }
  });

  test('what the author links to elsewhere, terms, tables in figures and remarks stay', () => {
    const html =
      page(`${PROSE.join('')}<p><a href="https://mill.example/">The mill that grinds our flour</a></p>
      <p>See <a href="/gluten">gluten</a> for more about it.</p>
      <figure><table><tr><th>Flour</th><th>Ash</th></tr><tr><td>550</td><td>0.55 %</td></tr></table></figure>
      <aside class="tip">Let it cool before you cut it.</aside>`);
    const text = words(html, { url: 'https://bakery.example/bread' });
    for (const kept of ['mill that grinds', 'See gluten', '550 | 0.55 %', 'Let it cool'])
      expect(text).toContain(kept);
  });

  test('a page without an article is read whole, without its frame', () => {
    expect(
      shape('<body><nav>Home</nav><div>Hello <b>world</b></div><footer>Imprint</footer></body>'),
    ).toEqual([['paragraph', 'Hello world']]);
    expect(shape('<p>Hello')).toEqual([['paragraph', 'Hello']]);
  });

  test('a selector chooses the part; one that matches nothing or is none does not matter', () => {
    const html = page(`${PROSE.join('')}<div id="box">Only this</div><div id="box2">And this</div>`);
    expect(shape(html, { contentSelector: '#box, #box2' })).toEqual([
      ['paragraph', 'Only this'],
      ['paragraph', 'And this'],
    ]);
    for (const contentSelector of ['#none', ':::'])
      expect(words(html, { contentSelector })).toContain('Paragraph 5');
  });
});

describe('structure', () => {
  test('headings, lists, tables, code, quotations, definitions and line breaks', () => {
    const html =
      page(`${PROSE.join('')}<h2>Steps</h2><ol start="3"><li>Mix<ul><li>gently</li></ul></li><li><p>Bake</p></li></ol>
      <pre><code>oven(240);\n  wait();</code></pre><blockquote><p>Wait.</p></blockquote>
      <dl><dt>Crumb</dt><dd>the inside</dd></dl><p>One<br>two<br><br>three</p>
      <table><caption>Ash</caption><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>`);
    expect(shape(html).slice(6)).toEqual([
      ['heading', 'Steps'],
      ['list', '3. Mix\n  - gently\n4. Bake'],
      ['code', 'oven(240);\n  wait();'],
      ['quote', 'Wait.'],
      ['list', '- Crumb: the inside'],
      ['paragraph', 'One\ntwo'],
      ['paragraph', 'three'],
      ['paragraph', 'Ash'],
      ['table', 'a | b\n1 | 2'],
    ]);
  });

  test('tables for the layout are no tables', () => {
    expect(shape('<table><tr><td><p>One</p><p>Two</p></td><td><h2>Three</h2></td></tr></table>')).toEqual([
      ['paragraph', 'One'],
      ['paragraph', 'Two'],
      ['heading', 'Three'],
    ]);
  });

  test('no text stands twice', () => {
    const text = words('<div>A<div>B<p>C<span>D</span></p></div>E<ul><li>F<div>G</div></li></ul></div>');
    expect([...text.replace(/[^A-G]/g, '')].sort().join('')).toBe('ABCDEFG');
  });
});

describe('what a reader does not see', () => {
  test.each([
    '<p hidden>CANARY</p>',
    '<p aria-hidden="true">CANARY</p>',
    '<p style="display: none">CANARY</p>',
    '<p style="visibility:hidden">CANARY</p>',
    '<p style="font-size:0">CANARY</p>',
    '<p style="font-size: 1px; color: #000">CANARY</p>',
    '<p style="opacity:0">CANARY</p>',
    '<p style="position:absolute; left:-9999px">CANARY</p>',
    '<p style="color:#fff">CANARY</p>',
    '<style>.x, .y { display: none }</style><p class="y">CANARY</p>',
    '<style>@media print { .z { color: red } } .x { font-size: 0 }</style><p class="x">CANARY</p>',
    '<script>var a = "CANARY"</script>',
    '<noscript>CANARY</noscript>',
    '<template>CANARY</template>',
    '<!-- CANARY -->',
    '<img alt="" title="CANARY">',
  ])('%s', (trick) => {
    for (const html of [page(PROSE.join('') + trick), `<body><p>${'Hello '.repeat(20)}</p>${trick}</body>`]) {
      expect(words(html)).not.toContain('CANARY');
    }
  });

  test('white on a ground, rules of other media and what scripts unfold stay', () => {
    const html = page(
      `${PROSE.join('')}<div style="background:#123"><p style="color:#fff">On blue</p></div><p class="screen">On screen</p>`,
      '<style>@media print { .screen { display: none } } article { display: none }</style>',
    );
    expect(words(html)).toContain('On blue');
    expect(words(html)).toContain('On screen');
  });
});

describe('what a page says of itself', () => {
  test('title, author, language and canonical address', () => {
    const head =
      '<link rel="canonical" href="/bread"><meta name="author" content=" Ada  L. "><meta property="og:title" content="Bread, really">';
    expect(read(page(PROSE.join(''), head), { url: 'https://bakery.example/x?y=1' })).toMatchObject({
      title: 'Bread, really',
      author: 'Ada L.',
      language: 'en',
      canonicalUrl: 'https://bakery.example/bread',
    });
  });

  test('data for search engines; titles without the site’s name', () => {
    const data = {
      '@graph': [
        { '@type': 'WebSite' },
        { '@type': 'NewsArticle', author: [{ name: 'Ada' }, { name: 'Bo' }] },
      ],
    };
    const head = `<script type="application/ld+json">${JSON.stringify(data)}</script>`;
    expect(read(page(PROSE.join(''), head))).toMatchObject({ title: 'On Bread', author: 'Ada, Bo' });
    expect(read('<title>A long title here | Site</title><p>Hello').title).toBe('A long title here');
    expect(read('<script type="application/ld+json">{broken</script><p>Hello').author).toBeNull();
  });
});

describe('hostile pages', () => {
  test('an element of thousands of attributes is refused; a long one is not', () => {
    const many = Array.from({ length: 5_000 }, (_, i) => `a${i}=1`).join(' ');
    expect(extractHtml(`<body><p ${many}>Text`)).toMatchObject({ ok: false, code: 'too_complex' });
    const long = `<body><p title="${'word = word '.repeat(2_000)}">${'Text to read. '.repeat(30)}</p>`;
    expect(extractHtml(long).ok).toBe(true);
  });

  test('nesting and numbers beyond reason are refused, not suffered', () => {
    expect(extractHtml('<div>'.repeat(50_000))).toMatchObject({ ok: false, code: 'too_complex' });
    expect(extractHtml('<b></b>'.repeat(150_000))).toMatchObject({ ok: false, code: 'too_complex' });
    expect(extractHtml(`<p class="${'share '.repeat(200_000)}">Hello`)).toMatchObject({
      ok: false,
      code: 'too_complex',
    });
    expect(extractHtml('&amp;'.repeat(200_000))).toMatchObject({ ok: false, code: 'too_complex' });
    expect(extractHtml('x'.repeat(7 * 1024 * 1024))).toMatchObject({ ok: false, code: 'too_large' });
  });

  test('what is slow for patterns is not slow for us', () => {
    for (const trick of [
      `<style>${'/*'.repeat(500_000)}</style>`,
      `<style>${'a '.repeat(500_000)}</style>`,
      `<title>${' '.repeat(1_000_000)}x</title>`,
      `<p style="${'color:rgba('.repeat(100_000)}">x</p>`,
      `<style>${Array.from({ length: 20_000 }, (_, i) => `.a${i}{display:none}`).join('')}</style>`,
    ]) {
      expect(extractHtml(`<body><p>Hello</p>${trick}</body>`).ok).toBe(true);
    }
  });

  test('an empty page is refused', () => {
    expect(extractHtml('<html><body><script>1</script></body></html>')).toMatchObject({
      ok: false,
      code: 'empty',
    });
    expect(extractHtml('')).toMatchObject({ ok: false, code: 'empty' });
  });
});
