/** Opens a PDF with pdf.js as unpdf packs it for Workers, and lends it the data files that it lacks there. */

import { getDocument, type PDFDocumentLoadingTask, type PDFDocumentProxy, VerbosityLevel } from 'unpdf/pdfjs';

/**
 * Data files of pdfjs-dist, by their names ("UniJIS-UCS2-H.bcmap", "FoxitSans.pfb"): character maps,
 * without which most Chinese, Japanese and Korean text is lost, and the metrics of the standard fonts.
 * Each rejects where the file is not there.
 */
export type PdfAssets = {
  cMap(name: string): Promise<Uint8Array>;
  standardFont(name: string): Promise<Uint8Array>;
};

export type OpenedPdf = { task: PDFDocumentLoadingTask; pdf: PDFDocumentProxy };

/** Node 20's ArrayBuffer lacks what pdf.js calls for every font; workerd has it. Without it pages lose their text silently. */
if (!('transferToFixedLength' in ArrayBuffer.prototype)) {
  Object.defineProperty(ArrayBuffer.prototype, 'transferToFixedLength', {
    configurable: true,
    writable: true,
    value(this: ArrayBuffer, length: number): ArrayBuffer {
      return this.slice(0, length);
    },
  });
}

/**
 * Opens the document; the bytes belong to pdf.js from then on. Rejects with pdf.js's own errors, told apart
 * by their names. Call `task.destroy()` when done, whatever happened.
 */
export async function openPdf(bytes: Uint8Array, assets: PdfAssets, password?: string): Promise<OpenedPdf> {
  const task = getDocument({
    data: bytes,
    ...(password === undefined ? {} : { password }),
    BinaryDataFactory: assetReader(assets),
    // pdf.js asks for these only where an address is set; the reader above looks at the names alone.
    cMapUrl: 'cmaps/',
    standardFontDataUrl: 'standard_fonts/',
    cMapPacked: true,
    useWorkerFetch: false,
    useSystemFonts: false,
    // Without this pdf.js would hand each font to the page's stylesheet, and there is no page.
    disableFontFace: true,
    // No image is ever decoded: nothing here reads them, and they are what fills a worker's memory.
    maxImageSize: 0,
    verbosity: VerbosityLevel.ERRORS,
  });
  try {
    return { task, pdf: await task.promise };
  } catch (error) {
    await task.destroy();
    throw error;
  }
}

/** pdf.js wants a class that it can construct; what it fetches comes from the worker's own assets. */
function assetReader(assets: PdfAssets) {
  return class {
    async fetch({ kind, filename }: { kind: string; filename: string }): Promise<Uint8Array> {
      if (kind === 'cMapUrl') return assets.cMap(filename);
      if (kind === 'standardFontDataUrl') return assets.standardFont(filename);
      throw new Error(`There is no ${kind} data for ${filename}.`);
    }
  };
}
