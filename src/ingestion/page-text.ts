/** The visible text of a page, by the platform's own HTMLRewriter: enough to tell whether it changed, no parser carried. */

const UNSEEN = 'script, style, noscript, template, svg, iframe';

/**
 * @param selector a CSS selector in HTMLRewriter's dialect; one that it cannot read, or that matches nothing, means the
 * whole body
 * @returns the text with white space collapsed; of anything but HTML, the bytes as text
 */
export async function visibleText(
  page: { bytes: Uint8Array; contentType: string | null },
  selector: string | null,
): Promise<string> {
  if (!/html/i.test(page.contentType ?? 'text/html')) return new TextDecoder('latin1').decode(page.bytes);
  const chosen = selector === null ? '' : await textWithin(page.bytes, selector).catch(() => '');
  return chosen === '' ? textWithin(page.bytes, 'body') : chosen;
}

async function textWithin(bytes: Uint8Array, selector: string): Promise<string> {
  let unseen = 0;
  const parts: string[] = [];
  const rewriter = new HTMLRewriter()
    .on(UNSEEN, {
      element(element) {
        unseen += 1;
        element.onEndTag(() => {
          unseen -= 1;
        });
      },
    })
    .on(selector, {
      text({ text, lastInTextNode }) {
        if (unseen === 0) parts.push(text);
        if (lastInTextNode) parts.push(' ');
      },
    });
  await rewriter.transform(new Response(bytes)).arrayBuffer();
  return parts.join('').replace(/\s+/g, ' ').trim();
}
