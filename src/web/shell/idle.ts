/** Longest that what can wait waits for a page that is never idle, milliseconds. */
const PATIENCE = 2000;
/** Where a browser does not tell when it is idle: about when a first view has been drawn, milliseconds. */
const A_VIEW = 200;

/** Runs once the page has nothing better to do; what is in front of the reader comes first. Gives what calls it off. */
export function whenIdle(run: () => void): () => void {
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(run, A_VIEW);
    return () => clearTimeout(timer);
  }
  const wish = requestIdleCallback(run, { timeout: PATIENCE });
  return () => cancelIdleCallback(wish);
}
