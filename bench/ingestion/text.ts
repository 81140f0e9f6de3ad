/**
 * How many texts of undeclared encodings are read exactly, and whether any is stored with replacement characters.
 * Node's tables lack some characters of EUC-KR that workerd's have.
 *
 *   npx tsx bench/ingestion/text.ts            DATA, SCORE_TOOL name other places
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detect } from 'jschardet';
import { z } from 'zod';
import { decodeText } from '../../src/ingestion/extract/encoding.ts';
import { figure, type Outcome, type Prediction, predict, scored, whenAlone } from './scored.ts';

/** The text, or null where the bytes are not of this encoding. */
function strictly(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return null;
  }
}

function byJschardet(bytes: Uint8Array): string {
  const { encoding } = detect(Buffer.from(bytes).toString('latin1'));
  return new TextDecoder(encoding ?? 'windows-1252').decode(bytes);
}

function marked(bytes: Uint8Array): string | null {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return strictly(bytes, 'utf-16le');
  return a === 0xfe && b === 0xff ? strictly(bytes, 'utf-16be') : null;
}

const READERS: Record<string, (bytes: Uint8Array) => Prediction> = {
  nuggets: (bytes) => {
    const result = decodeText(bytes);
    return result.ok ? result.text : { error: result.reason };
  },
  jschardet: byJschardet,
  'mark, strict UTF-8, jschardet': (bytes) => marked(bytes) ?? strictly(bytes, 'utf-8') ?? byJschardet(bytes),
  'UTF-8 or windows-1252': (bytes) =>
    strictly(bytes, 'utf-8') ?? new TextDecoder('windows-1252').decode(bytes),
};

export async function run(dataDir: string): Promise<Outcome> {
  const folder = join(dataDir, 'text');
  const manifest = z
    .array(z.object({ file: z.string() }))
    .parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
  const files = Object.fromEntries(
    manifest.map(({ file }) => [file, new Uint8Array(readFileSync(join(folder, 'files', file)))]),
  );
  const rows = [];
  for (const [reader, read] of Object.entries(READERS)) {
    const { predictions, ms } = await predict(files, read);
    const figures = scored('text', dataDir, predictions);
    rows.push({
      ...{ reader, core: figure(figures['coreExact']), all: figure(figures['exact']) },
      ...{ refused: figure(figures['refused']), garbled: figure(figures['withReplacementCharacter']), ms },
    });
  }
  return { set: 'text', rows };
}

await whenAlone(import.meta.url, run);
