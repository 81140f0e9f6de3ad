/** One JSON line an event. Values are ids, counts and codes; never a token, a key, or what a learner wrote. */
export type Log = (
  event: string,
  fields?: Record<string, string | number | boolean | null | undefined>,
) => void;

export const consoleLog: Log = (event, fields = {}) => console.info(JSON.stringify({ event, ...fields }));

/** What a log line may say of something thrown: its kind and message, without the SQL or the payload that drivers append. */
export function describeError(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'a value that is no error was thrown';
  const first = thrown.message.split('\n', 1)[0] ?? '';
  const own = first.startsWith('Failed query') ? 'Failed query' : first.slice(0, 300);
  const cause = thrown.cause instanceof Error ? `; ${describeError(thrown.cause)}` : '';
  return `${thrown.name}: ${own}${cause}`;
}
