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

const overlaps = (a: string, b: string): boolean => {
  const [x, y] = [` ${a} `, ` ${b} `];
  return a !== '' && b !== '' && (x.includes(y) || y.includes(x));
};

/** The names at hand, for a model that named another. */
export const conceptList = ({ pack }: Lesson): string =>
  pack.concepts
    .slice(0, 20)
    .map(({ name }) => name)
    .join(', ') || 'none';
