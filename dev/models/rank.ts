/** Which sentences matter: LexRank (Erkan and Radev 2004), thinned by MMR (Carbonell and Goldstein 1998). */
import { contentStems, type Sentence } from './language.ts';

type Bag = ReadonlyMap<string, number>;

/** How rare each stem is among these sentences: ln(1 + N / n). */
export function rarityOf(bags: readonly ReadonlySet<string>[]): (stem: string) => number {
  const counts = new Map<string, number>();
  for (const bag of bags) for (const stem of bag) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return (stem) => Math.log(1 + bags.length / ((counts.get(stem) ?? 0) + 0.5));
}

function weigh(sentences: readonly Sentence[]): Bag[] {
  const stems = sentences.map(({ words }) => contentStems(words));
  const rarity = rarityOf(stems.map((list) => new Set(list)));
  return stems.map((list) => {
    const bag = new Map<string, number>();
    for (const stem of list) bag.set(stem, (bag.get(stem) ?? 0) + rarity(stem));
    const length = Math.hypot(...bag.values()) || 1;
    return new Map([...bag].map(([stem, weight]) => [stem, weight / length]));
  });
}

const similarity = (a: Bag, b: Bag): number => {
  let sum = 0;
  for (const [stem, weight] of a) sum += weight * (b.get(stem) ?? 0);
  return sum;
};

/** Share of a random jump, as in PageRank. */
const DAMPING = 0.15;
const ROUNDS = 30;

/** Continuous LexRank by power iteration; the scores sum to 1. */
function centralities(bags: readonly Bag[]): number[] {
  const links = bags.map((a) => bags.map((b) => similarity(a, b)));
  const sums = links.map((row) => row.reduce((sum, x) => sum + x, 0) || 1);
  let scores = bags.map(() => 1 / bags.length);
  for (let round = 0; round < ROUNDS; round++) {
    scores = bags.map((_, i) => {
      const flow = scores.reduce((sum, score, j) => sum + (score * (links[j]?.[i] ?? 0)) / (sums[j] ?? 1), 0);
      return DAMPING / bags.length + (1 - DAMPING) * flow;
    });
  }
  return scores;
}

/** A long document is ranked by its first sentences: the matrix grows with their square. */
const MOST = 400;

/** The `count` sentences that stand for the text and not for each other, in the order of the text. */
export function centralSentences(all: readonly Sentence[], count: number): Sentence[] {
  const sentences = all.slice(0, MOST);
  const bags = weigh(sentences);
  const scores = centralities(bags);
  const top = Math.max(...scores, Number.MIN_VALUE);
  const chosen: number[] = [];
  const left = new Set(sentences.keys());
  while (chosen.length < count && left.size > 0) {
    const value = (i: number): number => {
      const bag = bags[i] ?? new Map();
      const echo = Math.max(0, ...chosen.map((j) => similarity(bag, bags[j] ?? new Map())));
      return 0.7 * ((scores[i] ?? 0) / top) - 0.3 * echo;
    };
    const best = [...left].reduce((a, b) => (value(b) > value(a) ? b : a));
    chosen.push(best);
    left.delete(best);
  }
  return chosen.toSorted((a, b) => a - b).flatMap((i) => sentences[i] ?? []);
}
