/**
 * What the server says. It speaks English: in another language its sentences are looked up by themselves, and one
 * that is not known keeps its own words behind those of its error type.
 */
export type ToldWords = {
  /** A sentence that came as data: why work stopped, what an address answered. */
  sentence: (said: string) => string;
  /** Why the API refused. */
  refusal: (errorType: string, said: string) => string;
};

/** English sentences and what they are in another language; `{1}`, `{2}` … stand for what differs from time to time. */
export type Sentences = Readonly<Record<string, string>>;

const PLACE = /\{(\d)\}/g;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** Finds a sentence in its other language; what stands in a place is looked up too. Undefined where it is not known. */
export function translator(known: Sentences): (said: string) => string | undefined {
  const patterns = Object.entries(known)
    .filter(([english]) => english.includes('{1}'))
    .map(([english, other]) => ({
      // Places by their order: a sentence is known by its words between them.
      fits: new RegExp(
        `^${english
          .split(/\{\d\}/)
          .map(escaped)
          .join('(.*?)')}$`,
        's',
      ),
      other,
    }));
  const find = (said: string): string | undefined => {
    if (Object.hasOwn(known, said)) return known[said];
    for (const { fits, other } of patterns) {
      const match = fits.exec(said);
      if (match === null) continue;
      return other.replace(PLACE, (_, place) => {
        const part = match[Number(place)] ?? '';
        return find(part) ?? part;
      });
    }
    return undefined;
  };
  return find;
}
