/** Takes HTML out of Markdown: tags vanish, and with scripts and the like also what is in them. */

/** Stand around a tag that the parser found, so that the same characters in code or behind a backslash stay. */
export const TAG_START = '\ue002';
export const TAG_END = '\ue003';

const WHOLE = 'script|style|template|noscript|title|textarea|iframe|svg';

/** Anything else in angle brackets, such as `<unk>` or `<your name>`, is the author's text. */
const NAMES = `${WHOLE}|a|abbr|address|article|aside|audio|b|bdi|bdo|big|blockquote|body|br|button|canvas|caption|center|cite|code|col|colgroup|data|dd|del|details|dfn|dialog|div|dl|dt|em|embed|fieldset|figcaption|figure|font|footer|form|h[1-6]|head|header|hgroup|hr|html|i|img|input|ins|kbd|label|legend|li|link|main|map|mark|menu|meta|nav|object|ol|optgroup|option|p|param|picture|pre|progress|q|rp|rt|ruby|s|samp|section|select|small|source|span|strike|strong|sub|summary|sup|table|tbody|td|tfoot|th|thead|time|tr|track|tt|u|ul|var|video|wbr`;

const TAG = new RegExp(
  `<!--[\\s\\S]*?(?:-->|$)|<![a-z][^<>]*>|<\\?[\\s\\S]*?(?:\\?>|$)|<\\/?(?:${NAMES})(?=[\\s/>])[^<>]*>`,
  'gi',
);
const WHOLE_BLOCK = new RegExp(`<(${WHOLE})(?=[\\s/>])[\\s\\S]*?(?:<\\/\\1\\s*>|$)`, 'gi');
const WHOLE_INLINE = new RegExp(
  `${TAG_START}<(${WHOLE})(?=[\\s/>])[\\s\\S]*?(?:${TAG_START}<\\/\\1\\s*>${TAG_END}|$)`,
  'gi',
);
const INLINE = new RegExp(`${TAG_START}([^${TAG_END}]*)${TAG_END}`, 'g');

/** The text of a block of HTML; a tag ends a line. */
export function stripBlock(html: string): string {
  return html.replace(WHOLE_BLOCK, '').replace(TAG, '\n').trim();
}

/** A phrase without the tags that are marked in it; BR is a line break. */
export function stripInline(phrase: string): string {
  return phrase
    .replace(WHOLE_INLINE, '')
    .replace(INLINE, (_, tag: string) => (/^<br\b/i.test(tag) ? '\n' : tag.replace(TAG, '')));
}
