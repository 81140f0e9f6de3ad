/** Which concept the model means: by id or by any of its names, among those at hand only. */
import { type Concept, normaliseName } from '../learning/concepts.ts';
import type { Lesson } from './lesson.ts';

/** The concept of an id or name; where names only overlap, the one that the given name contains or is contained in. */
export function findConcept({ pack }: Lesson, said: string): Concept | undefined {
  const normal = normaliseName(said);
  const names = ({ name, aliases }: Concept): string[] => [name, ...aliases].map(normaliseName);
  return (
    pack.concepts.find(({ id }) => id === said) ??
    pack.concepts.find((concept) => names(concept).includes(normal)) ??
    pack.concepts.find((concept) => names(concept).some((name) => overlaps(name, normal)))
  );
}

/** One within the other, word for word, and no more than three times as long: "coral reef" for "reef", not any sentence on it. */
const overlaps = (a: string, b: string): boolean => {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  const isNear = long.split(' ').length <= 3 * short.split(' ').length;
  return short !== '' && isNear && ` ${long} `.includes(` ${short} `);
};

/** The names at hand, for a model that named another. */
export const conceptList = ({ pack }: Lesson): string =>
  pack.concepts
    .slice(0, 20)
    .map(({ name }) => name)
    .join(', ') || 'none';
