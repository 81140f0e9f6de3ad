/**
 * Puts words of others into a prompt as data: `<name title="…">text</name>`. Whatever the text holds, it can't close its
 * fence or open another.
 */
export function fence(
  name: string,
  text: string,
  attributes: Readonly<Record<string, string | number | null | undefined>> = {},
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null && value !== undefined && value !== '')
    .map(([key, value]) => ` ${key}="${escapeMarks(String(value)).replaceAll('"', '&quot;')}"`)
    .join('');
  return `<${name}${written}>\n${escapeMarks(text)}\n</${name}>`;
}

/** A tag of any kind becomes words; a lone "<", as in "5 < 7", stays as it is. */
const escapeMarks = (text: string): string =>
  text.replaceAll(/&(?=(?:amp|lt|gt|quot|apos|#\d+);)/g, '&amp;').replaceAll(/<(?=[/!?a-z])/gi, '&lt;');
