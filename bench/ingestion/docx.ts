/**
 * How much of the body of Word files is read, and how blank and hostile ones end. Notes are left out here, because
 * the truth is the body alone; that they are kept is proven by the reader's own tests.
 *
 *   npx tsx bench/ingestion/docx.ts            DATA, SCORE_TOOL name other places
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import mammoth from 'mammoth';
import { z } from 'zod';
import { extractDocx } from '../../src/ingestion/extract/docx.ts';
import { figure, type Outcome, type Prediction, predict, scored, share, whenAlone } from './scored.ts';

const READERS: Record<string, (bytes: Uint8Array) => Prediction | Promise<Prediction>> = {
  nuggets: (bytes) => {
    const result = extractDocx(bytes);
    if (!result.ok) return { error: result.reason };
    const blocks = result.document.pages.flatMap((page) => page.blocks);
    const body = blocks.filter((block) => block.kind !== 'note' && block.hidden === undefined);
    return { text: body.map((block) => block.text).join('\n\n') };
  },
  mammoth: async (bytes) => ({ text: (await mammoth.extractRawText({ buffer: Buffer.from(bytes) })).value }),
};

export async function run(dataDir: string): Promise<Outcome> {
  const folder = join(dataDir, 'docx');
  const manifest = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const files = Object.fromEntries(
    Object.keys(manifest).map((name) => [name, new Uint8Array(readFileSync(join(folder, name)))]),
  );
  const rows = [];
  for (const [reader, read] of Object.entries(READERS)) {
    const { predictions, ms } = await predict(files, read);
    const { recall, precision, blank, hostile } = scored('docx', dataDir, predictions);
    rows.push({
      ...{ reader, recall: figure(recall), precision: figure(precision) },
      ...{ blank: share(blank), hostile: share(hostile), ms },
    });
  }
  return { set: 'docx', rows };
}

await whenAlone(import.meta.url, run);
