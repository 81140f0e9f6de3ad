/**
 * How much of an article is read, and how little of the page around it: F1 of four-word shingles.
 *
 *   npx tsx bench/ingestion/articles.ts        DATA, SCORE_TOOL name other places
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Readability } from '@mozilla/readability';
import { parseHTML } from 'linkedom';
import { z } from 'zod';
import { extractHtml } from '../../src/ingestion/extract/html.ts';
import { figure, type Outcome, type Prediction, predict, scored, whenAlone } from './scored.ts';

type Saved = { html: string; url: string };

const Truth = z.record(z.string(), z.object({ url: z.string() }));

/** Its `textContent` would run the last word of a paragraph into the first of the next. */
function byReadability(html: string): string {
  const content = new Readability(parseHTML(html).document).parse()?.content ?? '';
  const spaced = content.replace(
    /<(?=\/?(p|div|li|h\d|t[dhr]|br|figcaption|blockquote|section|pre)\b)/gi,
    '\n<',
  );
  return parseHTML(`<html><body>${spaced}</body></html>`).document.body.textContent;
}

const READERS: Record<string, (page: Saved) => Prediction> = {
  nuggets: ({ html, url }) => {
    const result = extractHtml(html, { url });
    if (!result.ok) return { error: result.reason };
    return result.document.pages.flatMap((page) => page.blocks.map((block) => block.text)).join('\n\n');
  },
  '@mozilla/readability + linkedom': ({ html }) => byReadability(html),
  'tag stripping': ({ html }) =>
    html.replace(/<(script|style|noscript)\b[\s\S]*?<\/\1>|<!--[\s\S]*?-->/gi, ' ').replace(/<[^>]*>/g, ' '),
};

export async function run(dataDir: string): Promise<Outcome> {
  const folder = join(dataDir, 'articles');
  const truth = Truth.parse(JSON.parse(readFileSync(join(folder, 'truth.json'), 'utf8')));
  const pages = Object.fromEntries(
    Object.entries(truth).map(([id, { url }]) => {
      const html = gunzipSync(readFileSync(join(folder, `${id}.html.gz`))).toString('utf8');
      return [id, { html, url }];
    }),
  );
  const rows = [];
  for (const [reader, read] of Object.entries(READERS)) {
    const { predictions, ms } = await predict(pages, read);
    const { f1, precision, recall, exact } = scored('articles', dataDir, predictions);
    rows.push({
      reader,
      f1: figure(f1),
      precision: figure(precision),
      recall: figure(recall),
      exact: figure(exact),
      ms,
    });
  }
  return { set: 'articles', rows };
}

await whenAlone(import.meta.url, run);
