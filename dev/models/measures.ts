/** Units of measure in a text, so that grams are not taken for kilograms, nor a day for a year. */

/** By dimension: every spelling of a unit in one group. */
const DIMENSIONS: readonly (readonly RegExp[])[] = [
  [
    /^(kg|kilos?|kilogram(me)?s?)$/,
    /^(g|gram(me)?s?)$/,
    /^(mg|milligram(me)?s?)$/,
    /^(t|tons?|tonnes?)$/,
    /^(lbs?|pounds?)$/,
  ],
  [
    /^(km|kilomet(re|er)s?)$/,
    /^(m|met(re|er)s?)$/,
    /^(cm|centimet(re|er)s?)$/,
    /^(mm|millimet(re|er)s?)$/,
    /^(miles?)$/,
    /^(inch(es)?)$/,
  ],
  [
    /^(seconds?|secs?)$/,
    /^(minutes?|mins?)$/,
    /^(hours?|hourly)$/,
    /^(days?|daily)$/,
    /^(weeks?|weekly)$/,
    /^(months?|monthly)$/,
    /^(years?|yearly|annual|annually)$/,
  ],
  [/^(celsius|°c)$/, /^(fahrenheit|°f)$/, /^(kelvin|kelvins)$/],
  [/^(l|lit(re|er)s?)$/, /^(ml|millilit(re|er)s?)$/, /^(gallons?)$/],
];

/** The unit a word names, as one number for all its spellings; undefined for other words. */
export function unitOf(lower: string): { dimension: number; unit: number } | undefined {
  for (const [dimension, units] of DIMENSIONS.entries()) {
    const unit = units.findIndex((spelling) => spelling.test(lower));
    if (unit >= 0) return { dimension, unit };
  }
  return undefined;
}

/** The first dimension that both texts measure in, with no unit in common; as the words they use. */
export function otherUnit(
  said: readonly string[],
  given: readonly string[],
): { was: string; is: string } | undefined {
  for (const dimension of DIMENSIONS.keys()) {
    const of = (words: readonly string[]) => words.filter((word) => unitOf(word)?.dimension === dimension);
    const [was, is] = [of(said), of(given)];
    const isShared = was.some((a) => is.some((b) => unitOf(a)?.unit === unitOf(b)?.unit));
    if (was[0] !== undefined && is[0] !== undefined && !isShared) return { was: was[0], is: is[0] };
  }
  return undefined;
}

/** Two spellings of one unit. */
export function isSameUnit(a: string, b: string): boolean {
  const [one, other] = [unitOf(a), unitOf(b)];
  return one !== undefined && one.dimension === other?.dimension && one.unit === other.unit;
}
