/**
 * How many addresses that lead inside are refused, and how many public ones are let through.
 *
 *   npx tsx bench/ingestion/urls.ts            DATA, SCORE_TOOL name other places
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { judgeUrl } from '../../src/ingestion/url-guard.ts';
import { type Outcome, type Prediction, predict, scored, share, whenAlone } from './scored.ts';

const word = (allowed: boolean): Prediction => (allowed ? 'allow' : 'block');

/** What is written most often: the platform's parser, a library for addresses, and a list of suffixes. */
function byLibraries(text: string): boolean {
  try {
    const { protocol, hostname, username } = new URL(text);
    const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
    if (!/^https?:$/.test(protocol) || username) return false;
    if (ipaddr.isValid(host)) return ipaddr.parse(host).range() === 'unicast';
    return host.includes('.') && !/\.(localhost|local|internal|lan)$/.test(host);
  } catch {
    return false;
  }
}

const PREFIXES =
  /^https?:\/\/(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|169\.254\.|0\.0\.0\.0|\[::1\])/i;

const READERS: Record<string, (url: string) => Prediction> = {
  nuggets: (url) => word(judgeUrl(url, []).allowed),
  'URL + ipaddr.js + suffixes': (url) => word(byLibraries(url)),
  'list of prefixes': (url) => word(/^https?:/i.test(url) && !PREFIXES.test(url)),
};

const Line = z.object({ url: z.string(), expect: z.string() });

export async function run(dataDir: string): Promise<Outcome> {
  const lines = readFileSync(join(dataDir, 'urls', 'urls.jsonl'), 'utf8')
    .split('\n')
    .filter((line) => line.trim());
  const judged = lines
    .map((line) => Line.parse(JSON.parse(line)))
    .filter(({ expect }) => /^(block|allow)$/.test(expect));
  const urls = Object.fromEntries(judged.map(({ url }) => [url, url]));
  const rows = [];
  for (const [reader, read] of Object.entries(READERS)) {
    const { predictions } = await predict(urls, read);
    const { block, allow } = scored('urls', dataDir, predictions);
    rows.push({ reader, blocked: share(block), allowed: share(allow) });
  }
  return { set: 'urls', rows };
}

await whenAlone(import.meta.url, run);
