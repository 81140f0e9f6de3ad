/** A process of its own that reads PDFs one after the other, as a worker would: `pdf.ts` starts and watches it. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { extractText, getDocumentProxy } from 'unpdf';
import { z } from 'zod';
import { packagedPdfAssets } from '../../dev/pdf-assets.ts';
import type { Block } from '../../src/ingestion/extract/document.ts';
import { extractPdf } from '../../src/ingestion/extract/pdf.ts';
import type { Prediction } from './scored.ts';

export const Ask = z.object({ file: z.string(), password: z.string().optional() });
export type Ask = z.infer<typeof Ask>;

/** For each way of looking at what a reader found, the text; several where it tells kinds of text apart. */
export type Views = Record<string, Prediction>;

const PACKAGE = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')));

const ours = {
  nuggets: ({ hidden }: Block) => hidden === undefined,
  'nuggets, with running heads and page numbers': ({ hidden }: Block) =>
    hidden === undefined || hidden === 'furniture',
  'nuggets, with what is marked as hidden too': () => true,
};

export const READERS: Record<
  string,
  { views: string[]; read(bytes: Uint8Array, password?: string): Promise<Views> }
> = {
  nuggets: {
    views: Object.keys(ours),
    async read(bytes, password) {
      const result = await extractPdf(
        bytes,
        packagedPdfAssets(),
        {},
        password === undefined ? {} : { password },
      );
      const views = Object.entries(ours).map(([view, shows]): [string, Prediction] => {
        if (!result.ok) return [view, { error: result.reason }];
        const blocks = result.document.pages.flatMap((page) => page.blocks);
        return [
          view,
          {
            text: blocks
              .filter(shows)
              .map(({ text }) => text)
              .join('\n\n'),
          },
        ];
      });
      return Object.fromEntries(views);
    },
  },
  'pdfjs-dist with cMaps and fonts': {
    views: ['pdfjs-dist with cMaps and fonts'],
    async read(bytes, password) {
      const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
      const task = getDocument({
        data: bytes,
        ...(password === undefined ? {} : { password }),
        cMapUrl: `${join(PACKAGE, 'cmaps')}/`,
        cMapPacked: true,
        standardFontDataUrl: `${join(PACKAGE, 'standard_fonts')}/`,
        verbosity: 0,
      });
      try {
        const pdf = await task.promise;
        let text = '';
        for (let number = 1; number <= pdf.numPages; number += 1) {
          const page = await pdf.getPage(number);
          for (const item of (await page.getTextContent()).items) {
            if ('str' in item) text += item.str + (item.hasEOL ? '\n' : '');
          }
          text += '\n\n';
          page.cleanup();
        }
        return { 'pdfjs-dist with cMaps and fonts': text.trim() === '' ? { error: 'no text' } : { text } };
      } finally {
        await task.destroy();
      }
    },
  },
  unpdf: {
    views: ['unpdf'],
    async read(bytes, password) {
      const pdf = await getDocumentProxy(bytes, password === undefined ? {} : { password });
      const { text } = await extractText(pdf, { mergePages: true });
      await pdf.destroy();
      return { unpdf: text.trim() === '' ? { error: 'no text' } : { text } };
    },
  },
};

async function serve(name: string): Promise<void> {
  const reader = READERS[name];
  if (reader === undefined) throw new Error(`There is no reader ${name}.`);
  process.on('message', async (message) => {
    const { file, password } = Ask.parse(message);
    const views = await reader.read(new Uint8Array(readFileSync(file)), password).catch((error: unknown) => {
      const failed = { error: error instanceof Error ? error.message : 'failed' };
      return Object.fromEntries(reader.views.map((view) => [view, failed]));
    });
    process.send?.({ views, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) });
  });
  process.send?.('ready');
}

if (process.send !== undefined && process.argv[2] !== undefined) await serve(process.argv[2]);
