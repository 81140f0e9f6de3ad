/** What Word says of the looks of a run of characters, as far as it decides whether a reader sees them. */

import type { Block } from './document.ts';
import { inherited, isOn, type Styles } from './docx-parts.ts';

/** Word counts sizes in half points; nobody reads two points. */
const TINY_HALF_POINTS = 4;

export class RunLooks {
  bold = false;
  #vanish = false;
  #white = false;
  #shaded = false;
  #size = Number.POSITIVE_INFINITY;

  /** Takes in one property of the run. */
  set(
    name: string,
    value: string | undefined,
    attribute: (local: string) => string | undefined,
    styles: Styles,
  ): void {
    if (name === 'w:b') this.bold = isOn(value);
    else if (name === 'w:vanish') this.#vanish = isOn(value);
    else if (name === 'w:rStyle') this.#vanish ||= inherited(styles, value, 'vanish') === true;
    else if (name === 'w:color') this.#white = /^f[cdef]f[cdef]f[cdef]$/i.test(value ?? '');
    else if (name === 'w:sz') this.#size = Number(value);
    else if (name === 'w:highlight') this.#shaded ||= !/^(none|white)$/.test(value ?? '');
    else if (name === 'w:shd') this.#shaded ||= isShade(attribute('fill'));
  }

  /** Why the characters are not seen, where they are not; white ones are on a ground of another colour. */
  hidden(onShade: boolean): Block['hidden'] {
    if (this.#vanish) return 'markup';
    if (this.#size <= TINY_HALF_POINTS) return 'tiny';
    return this.#white && !this.#shaded && !onShade ? 'white' : undefined;
  }
}

/** Whether a fill is a colour that white letters stand out from. */
export function isShade(fill: string | undefined): boolean {
  return fill !== undefined && !/^(auto|f[cdef]f[cdef]f[cdef])$/i.test(fill);
}
