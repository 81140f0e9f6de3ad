import type { OrganizationDb } from '../base/db.ts';
import type { Job } from '../jobs/queries.ts';
import type { StepOutcome } from '../jobs/run.ts';
import { type FileType, sniff } from './extract/sniff.ts';
import type { FetchedPage } from './fetch-page.ts';
import { pageCopyKey } from './keys.ts';

/** Brings the bytes that a job is about: an object of the bucket, or a page of the web. */

export type SourceNeeds = {
  db: OrganizationDb;
  bucket: R2Bucket;
  maxBytes: number;
  /** One guarded GET (no private addresses, bounded redirects, size and time, robots.txt). */
  fetchPage: (url: string) => Promise<FetchedPage>;
};

export type Source =
  | { ok: true; bytes: Uint8Array; filename: string; type: FileType; url?: string; charset?: string }
  | { ok: false; outcome: StepOutcome };

export async function loadSource(needs: SourceNeeds, job: Job): Promise<Source> {
  return job.type === 'url' ? loadPage(needs, job) : loadObject(needs, job);
}

async function loadObject(needs: SourceNeeds, job: Job): Promise<Source> {
  const object = await needs.bucket.get(job.source);
  const filename = job.metadata?.filename ?? job.source.split('/').at(-1) ?? 'document';
  if (object === null) return refused('The file is no longer in storage. Upload it again.');
  if (object.size === 0)
    return refused(
      `${filename} is empty: it has no bytes at all. Check that it was saved, and send it again.`,
    );
  if (object.size > needs.maxBytes) {
    return refused(
      `${filename} is larger than ${needs.maxBytes / 1024 / 1024} MB. Split it into smaller files.`,
    );
  }
  return typed(new Uint8Array(await object.arrayBuffer()), filename);
}

async function loadPage(needs: SourceNeeds, job: Job): Promise<Source> {
  const fetched = await needs.fetchPage(job.source);
  if (fetched.kind === 'failed') {
    return fetched.retryable
      ? {
          ok: false,
          outcome: { kind: 'wait', seconds: fetched.retryAfterSeconds ?? 60, because: fetched.reason },
        }
      : refused(fetched.reason);
  }
  if (fetched.kind === 'unchanged') return refused('The page sent no content.');
  await needs.bucket.put(pageCopyKey(needs.db.organizationId, job.id), fetched.bytes);
  const source = typed(fetched.bytes, pageName(fetched.finalUrl));
  if (!source.ok) return source;
  const charset = charsetOf(fetched.contentType);
  return { ...source, url: fetched.finalUrl, ...(charset === undefined ? {} : { charset }) };
}

/** The encoding that a site declares in its Content-Type, if it does. */
export const charsetOf = (contentType: string | null): string | undefined =>
  /;\s*charset\s*=\s*["']?([^\s;"',]+)/i.exec(contentType ?? '')?.[1];

function typed(bytes: Uint8Array, filename: string): Source {
  const type = sniff(bytes.subarray(0, 64 * 1024), filename);
  if (type === null) return refused(`${filename} is none of PDF, Word (DOCX), text, Markdown or HTML.`);
  return { ok: true, bytes, filename, type };
}

/** What a page is called in lists: host and last part of its path. */
const pageName = (url: string): string => {
  const { hostname, pathname } = new URL(url);
  return `${hostname}${pathname === '/' ? '' : pathname}`;
};

const refused = (because: string): Source => ({ ok: false, outcome: { kind: 'gave up', because } });
