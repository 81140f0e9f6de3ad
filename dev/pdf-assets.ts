/**
 * Copies the character maps and standard fonts that belong to unpdf's pdf.js to where the ingest worker
 * serves its assets from: `npx tsx dev/pdf-assets.ts [FOLDER]` (default: dist/ingest-assets).
 */

import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { version } from 'unpdf/pdfjs';
import type { PdfAssets } from '../src/ingestion/extract/pdf.ts';

const PDFJS = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));

/** Folder of each kind, in the package and among the assets alike. */
const FOLDERS = ['cmaps', 'standard_fonts'] as const;

/** Rejects where the data would not fit: pdf.js reads its maps by a format of its own, which changes. */
export async function copyPdfAssets(target: string): Promise<void> {
  const { version: packaged }: { version: string } = JSON.parse(
    await readFile(join(PDFJS, 'package.json'), 'utf8'),
  );
  if (packaged !== version)
    throw new Error(
      `unpdf holds pdf.js ${version}, but pdfjs-dist is ${packaged}: install pdfjs-dist@${version}.`,
    );
  await mkdir(target, { recursive: true });
  for (const folder of FOLDERS) {
    await rm(join(target, folder), { recursive: true, force: true });
    await cp(join(PDFJS, folder), join(target, folder), { recursive: true });
  }
}

/** The same files straight from the package, for tests and benches in Node. */
export function packagedPdfAssets(): PdfAssets {
  const read = async (folder: (typeof FOLDERS)[number], name: string) =>
    new Uint8Array(await readFile(join(PDFJS, folder, name)));
  return { cMap: (name) => read('cmaps', name), standardFont: (name) => read('standard_fonts', name) };
}

if (import.meta.url === `file://${process.argv[1]}`) {
  await copyPdfAssets(process.argv[2] ?? 'dist/ingest-assets');
}
