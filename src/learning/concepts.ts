/** Concepts as things, not strings: when two names mean the same, and how a set of them is merged, split and mended. */

export type Concept = {
  id: string;
  name: string;
  /** Other names it goes by, as they were written. */
  aliases: string[];
};

const COMBINING_MARKS = /[\u0300-\u036f]/g;
const ARTICLES = new Set(['the', 'a', 'an']);

/** English plural to singular, for words long enough that the ending can't be the word itself. Other languages pass unchanged or nearly so. */
function singular(word: string): string {
  if (word.length <= 3 || !/^[a-z]+s$/.test(word)) return word;
  if (/(ss|us|is|ics)$/.test(word)) return word;
  if (/[^aeiou]ies$/.test(word) && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(sses|shes|ches|xes|zes)$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

/**
 * The form under which names are equal: compatibility forms folded (NFKC), lower case, Latin accents,
 * punctuation, articles and plural endings off. "The Neural Networks" and "neural-network" are one.
 * Signs that carry meaning in names ("C++", "C#") stay. A name of nothing but punctuation stays as it is.
 */
export function normaliseName(name: string): string {
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(COMBINING_MARKS, '')
    .normalize('NFC');
  const words = plain
    .replace(/['’]s?(?=\s|$)/gu, '')
    .split(/[^\p{L}\p{M}\p{N}+#]+/u)
    .filter((word) => word !== '');
  const meaningful = words.length > 1 ? words.filter((word) => !ARTICLES.has(word)) : words;
  const normal = (meaningful.length > 0 ? meaningful : words).map(singular).join(' ');
  return normal === '' ? plain.trim() : normal;
}

/** What distinguishes "type 1" from "type 2", however alike their embeddings are. */
const numbersIn = (name: string): string => (normaliseName(name).match(/\p{N}+/gu) ?? []).join(' ');

export type MergeNeeds = {
  /** Likeness 0–1 of two names, by the cosine of their embeddings; 0 where an embedding is missing. */
  similarity: (existingName: string, proposedName: string) => number;
  newId: () => string;
};

/**
 * Above this the embeddings of two names mean the same thing. High on purpose: two concepts kept apart can be
 * merged later at no loss, two thrown together wrongly mix the evidence of different things.
 */
export const SAME_CONCEPT_SIMILARITY = 0.9;

export type MergedConcepts = {
  /** All concepts: the existing ones in their order, with new aliases, then those created. */
  concepts: Concept[];
  created: Concept[];
  /** The concept each proposed name stands for, by the name as it was written. */
  idByName: Map<string, string>;
};

function withAlias(concept: Concept, name: string): Concept {
  const known = name === concept.name || concept.aliases.includes(name);
  return known ? concept : { ...concept, aliases: [...concept.aliases, name] };
}

/**
 * Finds or makes the concept of every proposed name: first by normalised name or alias, then by similarity to
 * a concept's name. Every way of writing it is kept as an alias. The same input gives the same result; blank
 * names are passed over.
 */
export function mergeConcepts(
  existing: readonly Concept[],
  proposed: readonly string[],
  { similarity, newId }: MergeNeeds,
): MergedConcepts {
  const concepts = new Map(existing.map((concept) => [concept.id, concept]));
  const idByNormal = new Map<string, string>();
  for (const concept of existing) {
    for (const name of [concept.name, ...concept.aliases]) {
      if (!idByNormal.has(normaliseName(name))) idByNormal.set(normaliseName(name), concept.id);
    }
  }
  const createdIds = new Set<string>();
  const idByName = new Map<string, string>();
  for (const written of proposed) {
    const name = written.replace(/\s+/g, ' ').trim();
    if (name === '') continue;
    const normal = normaliseName(name);
    const found = idByNormal.get(normal) ?? mostSimilar(concepts.values(), name, similarity);
    const concept = found === undefined ? { id: newId(), name, aliases: [] } : concepts.get(found);
    if (concept === undefined) continue;
    if (found === undefined) createdIds.add(concept.id);
    concepts.set(concept.id, withAlias(concept, name));
    idByNormal.set(normal, concept.id);
    idByName.set(written, concept.id);
  }
  const all = [...concepts.values()];
  return { concepts: all, created: all.filter(({ id }) => createdIds.has(id)), idByName };
}

function mostSimilar(
  concepts: Iterable<Concept>,
  name: string,
  similarity: MergeNeeds['similarity'],
): string | undefined {
  let best: string | undefined;
  let likeness = SAME_CONCEPT_SIMILARITY;
  for (const concept of concepts) {
    const here = similarity(concept.name, name);
    // Thousands are asked about and hardly one is alike: only of that one the name is looked into.
    if (here <= likeness || numbersIn(concept.name) !== numbersIn(name)) continue;
    best = concept.id;
    likeness = here;
  }
  return best;
}
