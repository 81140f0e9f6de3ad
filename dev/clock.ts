/** The local clock: deployed, Cloudflare calls the cron; here a timer does, at a door of its own (`clocked-edge.ts`). */

export const CLOCK = '/__clock';

/** Knocks at the beginning of a minute for each expression that is due, until what it returns is called. */
export function tick(url: string, crons: readonly string[], token: string): () => void {
  let last = new Date().getUTCMinutes();
  const timer = setInterval(() => {
    const now = new Date();
    if (now.getUTCMinutes() === last) return;
    last = now.getUTCMinutes();
    for (const cron of crons.filter((expression) => isDue(expression, now))) {
      fetch(`${url}${CLOCK}?cron=${encodeURIComponent(cron)}`, {
        headers: { Authorization: `Bearer ${token}` },
      }).then(
        ({ status }) => status === 204 || console.error(`The clock's ${cron} failed with ${status}.`),
        (error: unknown) => console.error(`The clock's ${cron} failed.`, error),
      );
    }
  }, 10_000);
  return () => clearInterval(timer);
}

/** Minute and hour as a number or `*`: all that our own expressions use. */
export function isDue(cron: string, now: Date): boolean {
  const [minute, hour] = cron.split(' ');
  const fits = (field: string | undefined, value: number) => field === '*' || Number(field) === value;
  return fits(minute, now.getUTCMinutes()) && fits(hour, now.getUTCHours());
}
