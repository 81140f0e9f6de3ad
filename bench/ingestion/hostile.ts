/**
 * Files that mean harm, sent all at once to the product as it runs, with honest ones behind them: how each ends, after how
 * long, what the runtime's memory grows to, and whether the honest ones are read meanwhile.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { z } from 'zod';
import { newOrganization, openReading, type Site, upload } from '../../dev/harness/reading.ts';
import { packed, samplePdf, shown } from '../../dev/sample-pdf.ts';
import { cpuSeconds, peakMb } from './processes.ts';
import { type Outcome, type Row, whenAlone } from './scored.ts';

const SECONDS = 60;
const PATIENCE_MS = 5 * 60_000;
const MB = 1024 * 1024;

const WORD = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
const TYPES =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>';
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const docx = (body: string | Uint8Array, more: Record<string, Uint8Array> = {}): Uint8Array =>
  zipSync({
    '[Content_Types].xml': bytes(TYPES),
    'word/document.xml':
      typeof body === 'string'
        ? bytes(`<w:document xmlns:w="${WORD}"><w:body>${body}</w:body></w:document>`)
        : body,
    ...more,
  });

const paragraph = (text: string): string => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;

/** Of our own making; each is small to send or just under the limit. */
const MADE: Record<string, () => Uint8Array> = {
  'ten-thousand-pages.pdf': () =>
    samplePdf({
      pages: Array.from({ length: 10_000 }, (_, i) => ({
        content: shown(60, 700, 12, `Page ${i} says a thing.`),
      })),
    }),
  'page-bomb.pdf': () =>
    samplePdf({ pages: [{ content: packed(Buffer.alloc(200 * MB, ' '), { layers: 2 }) }] }),
  'pdf-and-page.pdf': () =>
    Buffer.concat([bytes('<html><script>alert(1)</script>'), samplePdf({ pages: [] })]),
  'pdf-and-zip.docx': () =>
    Buffer.concat([samplePdf({ pages: [{ content: shown(60, 700, 12, 'Both') }] }), docx(paragraph('Both'))]),
  'body-bomb.docx': () => docx(Buffer.alloc(600 * MB, 'A')),
  'many-entries.docx': () =>
    docx(
      paragraph('Small'),
      Object.fromEntries(Array.from({ length: 60_000 }, (_, i) => [`word/x${i}.xml`, new Uint8Array()])),
    ),
  'many-paragraphs.docx': () => docx(paragraph('x').repeat(300_000)),
  'nested-tables.docx': () =>
    docx(
      `${'<w:tbl><w:tr><w:tc>'.repeat(30_000)}${paragraph('deep')}${'</w:tc></w:tr></w:tbl>'.repeat(30_000)}`,
    ),
  'deep.html': () => bytes(`<html><body>${'<div>'.repeat(300_000)}deep`),
  'wide.html': () => bytes(`<html><body>${'<p><b>x</b><i>y'.repeat(400_000)}`),
  'attributes.html': () =>
    bytes(`<html><body><p ${Array.from({ length: 300_000 }, (_, i) => `a${i}=1`).join(' ')}>x`),
  'styles.html': () =>
    bytes(`<html><body><p>x</p><style>${'/*'.repeat(500_000)}</style><style>${'a '.repeat(500_000)}</style>`),
  'rules.html': () =>
    bytes(
      `<html><body><p>x</p><style>${Array.from({ length: 20_000 }, (_, i) => `.a${i}{display:none}`).join('')}</style>`,
    ),
  'blank-title.html': () =>
    bytes(`<html><body><p style="${'color:rgba('.repeat(100_000)}">x</p><title>${' '.repeat(MB)}x</title>`),
  'one-line.txt': () => Buffer.alloc(40 * MB, 'lorem ipsum '),
  'no-space.txt': () => Buffer.alloc(4 * MB, 'a'),
  'quotes.md': () => bytes(`${'>'.repeat(60_000)} deep`),
  'lists.md': () => bytes(Array.from({ length: 3_000 }, (_, i) => `${' '.repeat(i)}- x`).join('\n')),
  'brackets.md': () => bytes('[a](b'.repeat(100_000)),
  'ticks.md': () => bytes('`'.repeat(50_000)),
  'stars.md': () => bytes('**a *b _c '.repeat(60_000)),
  'table.md': () => bytes(`|${'a|'.repeat(3_000)}\n|${'-|'.repeat(3_000)}\n`.padEnd(2 * MB, '|b\n')),
  'almost-text.txt': () => Uint8Array.from({ length: 2 * MB }, (_, i) => 128 + ((i * 7919) % 127)),
};

const HONEST = [
  'first-aid-bleeding-and-burns.txt',
  'git-for-writers.md',
  'giving-feedback.docx',
  'food-safety.pdf',
];

type Sent = { name: string; bytes: Uint8Array };

function hostileFiles(dataDir: string): Sent[] {
  const given = ['pdf', 'docx'].flatMap((set) => {
    const folder = join(dataDir, set, 'hostile');
    return readdirSync(folder).map((name) => ({
      name,
      bytes: new Uint8Array(readFileSync(join(folder, name))),
    }));
  });
  return [...given, ...Object.entries(MADE).map(([name, make]) => ({ name, bytes: make() }))];
}

const Jobs = z.array(
  z.object({
    name: z.string(),
    status: z.string(),
    stage: z.string(),
    nuggets: z.coerce.number(),
    reason: z.string().nullable(),
    seconds: z.coerce.number(),
  }),
);

/** What is left to do for it is asking models, as often as it has nuggets. */
const isRead = ({ stage }: { stage: string }): boolean => stage !== 'extract' && stage !== 'chunk';

async function send(site: Site, files: readonly Sent[]): Promise<Row[]> {
  const { api, organizationId } = await newOrganization(site.product.url);
  const refused: Row[] = [];
  for (const { name, bytes: content } of files) {
    await upload(api, [{ name, bytes: Uint8Array.from(content) }]).catch((error: unknown) => {
      refused.push({
        file: name,
        ends: 'refused',
        seconds: 0,
        because: error instanceof Error ? error.message : '',
      });
    });
  }
  const until = Date.now() + PATIENCE_MS;
  const readAfter = new Map<string, number>();
  for (;;) {
    const jobs = Jobs.parse(
      await site.rows(`
        select metadata ->> 'filename' as name, status, stage, nugget_count as nuggets, error_message as reason,
               extract(epoch from coalesce(completed_at, now()) - created_at) as seconds
        from ingestion_jobs where organization_id = '${organizationId}' order by created_at`),
    );
    for (const job of jobs) if (isRead(job) && !readAfter.has(job.name)) readAfter.set(job.name, job.seconds);
    const open = jobs.filter((job) => job.status !== 'failed' && !isRead(job));
    if (open.length === 0 || Date.now() > until) {
      const [leaks] = await site.rows(
        `select count(*)::integer as n from nuggets n
         where organization_id = '${organizationId}' and n::text like '%CANARY%'`,
      );
      return [
        { file: 'nuggets that hold hidden text', ends: Number(leaks?.['n']), seconds: 0, because: '' },
        ...refused,
        ...jobs.map((job) => ({
          file: job.name,
          ends: isRead(job) ? `read: ${job.nuggets} nuggets` : job.status,
          seconds: Math.round((readAfter.get(job.name) ?? job.seconds) * 10) / 10,
          because: job.reason ?? '',
        })),
      ];
    }
    await new Promise((next) => setTimeout(next, 200));
  }
}

export async function run(dataDir: string): Promise<Outcome> {
  const files = hostileFiles(dataDir);
  const honest = HONEST.map((name) => ({
    name,
    bytes: new Uint8Array(readFileSync(join(import.meta.dirname, '../../samples', name))),
  }));
  const stage = await openReading({ latencyMs: 0, inventsVectors: false });
  try {
    const calm = peakMb(stage.site.product.pid());
    // Every other one honest at the end of the line, so that they wait behind what is worst.
    const rows = await send(stage.site, [...files, ...honest]);
    const late = rows.filter(({ seconds }) => Number(seconds) > SECONDS).length;
    const open = rows.filter(({ ends }) => ends === 'pending' || ends === 'processing').length;
    const { product } = stage.site;
    rows.push({
      file: `${rows.length} files; ${late} took longer than ${SECONDS} s, ${open} never ended`,
      ends: `peak ${peakMb(product.pid())} MB, at rest ${calm} MB`,
      seconds: Math.round(cpuSeconds(product.pid())),
      because: '',
    });
    return { set: 'hostile', rows };
  } finally {
    await stage.close();
  }
}

await whenAlone(import.meta.url, run);
