/** What it will cost to make lessons of a document, before anything is spent: from its size, then from its chunks. */
import { AppError } from '../base/errors.ts';
import type { FileType } from './extract/sniff.ts';

/** `tokens` of all chunks together, without their context. */
export type Work = { nuggets: number; tokens: number };

/** US dollars; `left` of this month's budget, infinite where there is no cap. */
export type Quote = { usd: number; left: number };

/** Asks what the work would cost with the organization's models and policies, and what it may still spend. */
export type AskQuote = (work: Work) => Promise<Quote>;

/** Tokens a chunk has on average (bench/ingestion/retrieval.ts prints characters; four to five make a token). */
const TOKENS_A_NUGGET = 230;

/**
 * Tokens of text that a byte of a file holds. Text is text; a page is mostly markup; a Word file is packed, and a PDF mostly
 * fonts and pictures, so that for these two it is a guess that the chunks will replace.
 */
const TOKENS_A_BYTE: Readonly<Record<FileType, number>> = {
  txt: 0.24,
  md: 0.24,
  html: 0.06,
  docx: 0.05,
  pdf: 0.05,
};

/** Kinds whose size tells how much text they hold. */
const TELLING: readonly FileType[] = ['txt', 'md'];

/** From type and size alone; `sure` where the estimate is good enough to refuse by. */
export function workOfFile({ type, size }: { type: FileType; size: number }): Work & { sure: boolean } {
  const tokens = Math.ceil(size * TOKENS_A_BYTE[type]);
  return { tokens, nuggets: Math.ceil(tokens / TOKENS_A_NUGGET), sure: TELLING.includes(type) };
}

/** Null where the work may be done; else why not, in words for whoever may raise the budget. */
export function refusalOf({ usd, left }: Quote): string | null {
  // What costs nothing is done even where too much was spent already.
  if (usd === 0 || usd <= left) return null;
  const rest = left <= 0 ? 'nothing' : dollars(left);
  return `Making lessons of this would cost about ${dollars(usd)}, and ${rest} is left of this month’s budget. Raise the budget in the settings, or send less.`;
}

const dollars = (usd: number): string => (usd < 0.01 ? 'less than $0.01' : `$${usd.toFixed(2)}`);

/**
 * What each file of an upload would cost, US dollars. Throws `conflict` where the budget has no room for all together:
 * none at all, or less than those cost whose size tells. The others are judged again by their chunks.
 */
export async function quoteUpload(
  ask: AskQuote,
  files: readonly { type: FileType; size: number }[],
): Promise<number[]> {
  const works = files.map(workOfFile);
  const total = works.reduce((sum, { nuggets }) => sum + nuggets, 0);
  const all = await ask({
    nuggets: total,
    tokens: works.reduce((sum, { tokens }) => sum + tokens, 0),
  });
  const shares = works.map(({ nuggets }) => (total === 0 ? 0 : (all.usd * nuggets) / total));
  const sure = works.reduce((sum, work, i) => sum + (work.sure ? (shares[i] ?? 0) : 0), 0);
  const refusal = refusalOf({ usd: all.left <= 0 ? all.usd : sure, left: all.left });
  if (refusal !== null) throw new AppError('conflict', refusal);
  return shares;
}
