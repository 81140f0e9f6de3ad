/** What an item of a list starts with: a bullet, or a number or letter with a point or bracket. */

const BULLET = '[•‣◦*·–—→\\u25a0-\\u25ff\\u2700-\\u27bf\\u2b00-\\u2bff-]';
/** "A." is an initial more often than an item, "I." less so; "M. Gagné" must stay a name. */
const NUMBER = '(?:\\(?(?:\\d{1,3}|[a-z]|[ivx]{1,5}|[IVX]{1,5})[.)]|\\(?[A-Z]\\))';

const BULLETED = new RegExp(`^${BULLET}\\s+(?=\\S)`, 'u');
const NUMBERED = new RegExp(`^${NUMBER}\\s+(?=\\S)`, 'u');
const MARKER = new RegExp(`^(?:${BULLET}|${NUMBER})$`, 'u');

const DOTTED = /^[•‣◦\u25a0-\u25ff\u2700-\u27bf\u2b00-\u2bff]\s/u;
/** A line of a table of contents, its dots by now one sign. */
const LEADER = /… ?[\p{L}\d.-]{1,8}$/u;

/** Whether it starts with a bullet that is none of the signs of programs and arithmetic. */
export function startsWithDot(text: string): boolean {
  return DOTTED.test(text);
}

export function isContentsLine(text: string): boolean {
  return LEADER.test(text);
}

export function startsItem(text: string): boolean {
  return BULLETED.test(text) || NUMBERED.test(text);
}

/** Whether the text is a marker and nothing else. */
export function isItemMarker(text: string): boolean {
  return MARKER.test(text);
}

/** An item with its bullet, if it has one, as Markdown writes it; numbers stay. */
export function withPlainBullet(text: string): string {
  return text.replace(BULLETED, '- ');
}
