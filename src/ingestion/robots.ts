/** Asks a site's robots.txt whether a page may be fetched (RFC 9309). */

import robotsParser from 'robots-parser';
import { type Failure, type FetchNeeds, failed, guardedFetch, USER_AGENT } from './guarded-fetch.ts';

/** The standard asks to read at least 500 KiB and allows to stop there. */
const MAX_ROBOTS_BYTES = 512 * 1024;

/** The standard asks to follow at least five. */
const MAX_REDIRECTS = 5;

/**
 * Null where the page may be fetched. A site without rules (any status 400 to 499) allows all; one that cannot say
 * (500 and above, no answer) allows nothing for now.
 */
export async function refusedByRobots(
  needs: FetchNeeds,
  page: URL,
  bounds: { exempt: readonly string[]; signal: AbortSignal },
): Promise<Failure | null> {
  const url = new URL('/robots.txt', page).href;
  const answer = await guardedFetch(needs, {
    url,
    headers: { Accept: 'text/plain, */*;q=0.1' },
    maxRedirects: MAX_REDIRECTS,
    maxBytes: MAX_ROBOTS_BYTES,
    ...bounds,
  });
  if (answer.kind === 'failed') return answer.retryable ? failed(`robots.txt: ${answer.reason}`, true) : null;
  if (answer.status >= 500)
    return failed(`The site’s robots.txt answered ${answer.status}, so it may not be read now.`, true);
  if (answer.status >= 300) return null;
  const rules = robotsParser(url, new TextDecoder().decode(answer.bytes));
  // The token that sites name is the product's, without its version.
  const allowed = rules.isAllowed(page.href, USER_AGENT.split('/')[0]) ?? true;
  return allowed
    ? null
    : failed('The site’s robots.txt does not allow this page to be read by programs.', false);
}
