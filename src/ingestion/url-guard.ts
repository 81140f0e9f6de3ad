/** Judges whether the service may ask an address for a page: public web servers only, in whatever spelling. */

import ipaddr from 'ipaddr.js';

export type Verdict = { allowed: true; url: URL } | { allowed: false; reason: string };

/** Ports on which the web is served; behind others wait mail servers, databases and the like. */
const WEB_PORTS = new Set(['80', '443', '8000', '8008', '8080', '8081', '8088', '8443', '8888', '9443']);

/** Names that mean something only inside a network: RFC 6761, RFC 6762, RFC 8375, and what routers and clouds use. */
const PRIVATE_SUFFIXES = new Set(
  'localhost local localdomain internal intranet private corp home lan home.arpa test invalid onion svc consul in-addr.arpa ip6.arpa'.split(
    ' ',
  ),
);

/** Azure's platform address: of a public range, but answered by the machine's own host. */
const PLATFORM_ADDRESSES = new Set(['168.63.129.16']);

const NOT_PUBLIC = 'The address is not a public one. Only pages on the public web can be monitored.';

/**
 * Whether `text` may be fetched. Judge it again after every redirect, and its resolved addresses by `judgeAddress`
 * where a resolver is at hand: a public name may point to a private address.
 *
 * @param exempt `host:port`, exact, as in ALLOW_PRIVATE_URLS; these may be private and on any port
 */
export function judgeUrl(text: string, exempt: readonly string[]): Verdict {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return refused('The address is not a valid URL.');
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    return refused('Only http and https addresses can be monitored.');
  if (url.username || url.password)
    return refused('The address contains a user name or a password; leave them out.');
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  if (exempt.some((one) => one.toLowerCase() === `${url.hostname}:${port}`)) return { allowed: true, url };
  if (!WEB_PORTS.has(port)) return refused(`Port ${port} is not one on which web pages are served.`);
  return isPublicHost(url.hostname) ? { allowed: true, url } : refused(NOT_PUBLIC);
}

const refused = (reason: string): Verdict => ({ allowed: false, reason });

/** The parser has turned decimal, octal, full-width and shortened spellings into plain ones by now. */
function isPublicHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (ipaddr.isValid(bare)) return judgeAddress(bare);
  if (bare.startsWith('.') || bare.includes('..') || !bare.includes('.')) return false;
  const labels = bare.split('.');
  return !labels.some((_, from) => PRIVATE_SUFFIXES.has(labels.slice(from).join('.')));
}

/**
 * Whether an IP address (v4 or v6, as text) is one of the public internet. Addresses that carry another one inside
 * (mapped, NAT64, 6to4, Teredo) are refused whole, because who routes them decides where they lead.
 */
export function judgeAddress(ip: string): boolean {
  if (!ipaddr.isValid(ip) || PLATFORM_ADDRESSES.has(ip)) return false;
  const address = ipaddr.parse(ip);
  if (address.range() !== 'unicast') return false;
  // Of IPv6, only 2000::/3 is given out to the public; 3fff::/20 of it is for documentation (RFC 9637).
  return address.kind() === 'ipv4' || (isWithin(address, '2000::/3') && !isWithin(address, '3fff::/20'));
}

function isWithin(address: ipaddr.IPv4 | ipaddr.IPv6, range: string): boolean {
  return address.match(ipaddr.parseCIDR(range));
}
