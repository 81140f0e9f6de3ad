/**
 * What a PDF of a hundred pages costs: requests to models, time until it can be searched, processor time and memory, in the
 * real runtime with models that take 200 ms to answer; beside it the pipeline that is written most often, which asks for
 * the vector of one paragraph after the other.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { PDFDocument, type PDFFont, StandardFonts } from 'pdf-lib';
import { z } from 'zod';
import { newOrganization, openReading, type Site, upload } from '../../dev/harness/reading.ts';
import { type Random, randomFrom } from '../random.ts';
import { cpuSeconds, peakMb } from './processes.ts';
import { type Outcome, type Row, whenAlone } from './scored.ts';

const PAGES = 100;
const PARAGRAPHS = 6;
const LATENCY_MS = 200;
const PATIENCE_MS = 10 * 60_000;

const WORDS =
  'valve pump pressure water filter motor gauge operator panel switch starts stops rises falls before after checks opens closes slowly every morning because otherwise heat damages the seal and oil leaks from its housing while steam flows through a narrow pipe'.split(
    ' ',
  );

const sentence = (random: Random): string => {
  const words = Array.from(
    { length: 9 + Math.floor(random() * 8) },
    () => WORDS[Math.floor(random() * WORDS.length)],
  );
  const text = words.join(' ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
};

/** A manual that nobody wrote: a heading and some paragraphs a page. */
async function manual(): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const [font, bold] = [
    await pdf.embedFont(StandardFonts.Helvetica),
    await pdf.embedFont(StandardFonts.HelveticaBold),
  ];
  const random = randomFrom(100);
  for (let number = 1; number <= PAGES; number += 1) {
    const page = pdf.addPage([595, 842]);
    page.drawText(`${number}. ${sentence(random).slice(0, 40)}`, { x: 60, y: 780, size: 16, font: bold });
    let y = 745;
    for (let paragraph = 0; paragraph < PARAGRAPHS; paragraph += 1) {
      for (const line of linesOf(Array.from({ length: 5 }, () => sentence(random)).join(' '), font)) {
        page.drawText(line, { x: 60, y, size: 10, font });
        y -= 13;
      }
      y -= 12;
    }
  }
  return pdf.save();
}

function linesOf(text: string, font: PDFFont): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (font.widthOfTextAtSize(longer, 10) > 475) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

const Job = z.object({ stage: z.string(), status: z.string(), error_message: z.string().nullable() });

async function ours(site: Site, pdf: Uint8Array): Promise<Row> {
  const { product, provider, rows } = site;
  const { api, organizationId } = await newOrganization(product.url);
  const before = provider.asked().length;
  const cpu = cpuSeconds(product.pid());
  const began = performance.now();
  await upload(api, [{ name: 'manual.pdf', bytes: Uint8Array.from(pdf) }]);
  const reach = async (done: (job: z.infer<typeof Job>) => boolean): Promise<number> => {
    while (performance.now() - began < PATIENCE_MS) {
      const [row] = await rows(
        `select stage, status, error_message from ingestion_jobs where organization_id = '${organizationId}'`,
      );
      const job = Job.parse(row);
      if (job.status === 'failed') throw new Error(job.error_message ?? 'failed');
      if (done(job)) return (performance.now() - began) / 1000;
      await new Promise((next) => setTimeout(next, 100));
    }
    throw new Error('the manual was not read in time');
  };
  const seconds = await reach(({ stage }) => !['extract', 'chunk', 'embed'].includes(stage));
  const embedded = provider.asked().slice(before);
  const spent = cpuSeconds(product.pid()) - cpu;
  const peak = peakMb(product.pid());
  const ready = await reach(({ status }) => status === 'completed');
  const [count] = await rows(
    `select count(*)::integer as n from nuggets where organization_id = '${organizationId}'`,
  );
  const requests = provider.asked().slice(before);
  return {
    pipeline: 'nuggets, in the local runtime',
    texts: Number(count?.['n']),
    'embedding requests': embedded.filter(({ what }) => what === 'embeddings').length,
    'seconds until embedded': round(seconds),
    'CPU seconds': round(spent),
    'peak MB': peak,
    'requests until ready': requests.length,
    'seconds until ready': round(ready),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

const Naive = z.object({
  texts: z.number(),
  requests: z.number(),
  seconds: z.number(),
  cpu: z.number(),
  peakMb: z.number(),
});

async function naive(url: string, pdf: Uint8Array): Promise<Row> {
  const child = fork(fileURLToPath(new URL('./naive.ts', import.meta.url)), [url], {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
  });
  const said = new Promise((done, fail) => {
    child.once('message', done);
    child.once('exit', (code) => fail(new Error(`the naive pipeline ended with ${code}`)));
  });
  child.send(pdf);
  const { texts, requests, seconds, cpu, peakMb: peak } = Naive.parse(await said);
  child.kill();
  return {
    pipeline: 'unpdf, one request a paragraph, in Node',
    texts,
    'embedding requests': requests,
    'seconds until embedded': round(seconds),
    'CPU seconds': round(cpu),
    'peak MB': peak,
    'requests until ready': '–',
    'seconds until ready': '–',
  };
}

export async function run(): Promise<Outcome> {
  const pdf = await manual();
  const stage = await openReading({ latencyMs: LATENCY_MS, inventsVectors: true });
  try {
    return { set: 'cost', rows: [await ours(stage.site, pdf), await naive(stage.site.provider.url, pdf)] };
  } finally {
    await stage.close();
  }
}

await whenAlone(import.meta.url, run);
