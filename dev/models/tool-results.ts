/** Puts what a tool answered into a sentence or two for the learner. */
import type { ToolResult } from './turn.ts';

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

/** Every record anywhere in a value. */
function recordsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(recordsIn);
  return isRecord(value) ? [value, ...Object.values(value).flatMap(recordsIn)] : [];
}

const nameOf = (record: Record<string, unknown>): string | undefined =>
  [record['name'], record['concept'], record['title'], record['label']].find(
    (name) => typeof name === 'string',
  );

const levelOf = (record: Record<string, unknown>): number | undefined => {
  const level = [
    record['masteryLevel'],
    record['mastery'],
    record['level'],
    record['probability'],
    record['score'],
  ].find((one) => typeof one === 'number');
  return typeof level !== 'number'
    ? undefined
    : Math.round(level <= 1 && level > 0 && !Number.isInteger(level) ? level * 100 : level);
};

/** True where the tool says that it could not. */
export const hasFailed = ({ text }: ToolResult): boolean => {
  const value = parse(text);
  if (isRecord(value)) return value['ok'] === false || value['success'] === false || Boolean(value['error']);
  return /^\s*(error|not found|no (image|audio|media|slides|video|question|nugget)|unknown|refused)/i.test(
    text,
  );
};

const join = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

function gapNames(text: string): string[] {
  const value = parse(text);
  const gaps = isRecord(value) ? (value['knowledgeGaps'] ?? value['gaps'] ?? value) : value;
  if (!Array.isArray(gaps)) return [];
  const names = gaps.map((gap) => (typeof gap === 'string' ? gap : isRecord(gap) ? nameOf(gap) : undefined));
  return names.filter((name) => name !== undefined);
}

export function progressText({ text }: ToolResult): string {
  const levels = recordsIn(parse(text))
    .map((record) => ({ name: nameOf(record), level: levelOf(record) }))
    .flatMap(({ name, level }) => (name !== undefined && level !== undefined ? [{ name, level }] : []))
    .toSorted((a, b) => b.level - a.level);
  if (levels.length === 0) {
    return 'Nothing is on record yet: answer a question or two, and I can tell you. Say “quiz me” to begin.';
  }
  const parts = levels.slice(0, 5).map(({ name, level }) => `${name} ${level} of 100`);
  const gaps = gapNames(text).slice(0, 3);
  return `So far: ${join(parts)}.${gaps.length > 0 ? ` Still open: ${join(gaps)}.` : ''}`;
}

export function gapsText(result: ToolResult): string {
  const gaps = gapNames(result.text).slice(0, 5);
  if (gaps.length === 0) return 'No gap is on record. Say “quiz me”, and we shall see whether that holds.';
  return `What is still open: ${join(gaps)}. Say “quiz me” to work on ${gaps.length === 1 ? 'it' : 'them'}.`;
}

export const mediaText = (result: ToolResult): string =>
  hasFailed(result) ? 'There is nothing of that kind for this part yet.' : 'Here it is.';

/** The title of what comes next, where the tool names it: in JSON, or as `Moved on to “…”`. */
export const nextTitle = ({ text }: ToolResult): string | undefined =>
  recordsIn(parse(text))
    .flatMap(({ title }) => (typeof title === 'string' ? [title] : []))
    .find((title) => title !== '') ?? /^[^<“]*“([^”]+)”/.exec(text)?.[1];
