/** What each slide of a deck is called: the first by the deck's own title, the others by what their statements are about. */
import { rarity } from './frequencies.ts';
import type { Sentence, Word } from './language.ts';
import { readWords } from './language.ts';
import { isVague, nounPhrases, phraseKey, phraseText, type Topic } from './topics.ts';

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

type Candidate = { text: string; key: string; score: number };

/** What a statement is about comes before its verb; two words tell more than one, and a topic of the text more than a detail. */
function candidatesIn({ words }: Sentence, place: number, topics: ReadonlyMap<string, number>): Candidate[] {
  const verb = words.findIndex(({ pos }) => pos === 'VERB' || pos === 'AUX');
  return nounPhrases({ text: '', words })
    .filter((phrase) => !isVague(phrase))
    .map((phrase) => {
      const isSubject = (phrase[0]?.index ?? 0) < verb;
      const topic = Math.max(
        ...[...topics].map(([key, weight]) => (key === phraseKey(phrase) ? weight : 0)),
        0,
      );
      return {
        text: capital(phraseText(phrase)),
        key: phraseKey(phrase),
        score:
          (isSubject ? 1.2 : 0) +
          (phrase.length > 1 ? 0.6 : 0) +
          topic +
          0.8 * meanRarity(phrase) -
          0.3 * place,
      };
    });
}

const meanRarity = (phrase: readonly Word[]): number =>
  phrase.reduce((sum, { lower, stem }) => sum + rarity(lower, stem), 0) / phrase.length;

/** One for each group, none twice. */
export function slideTitles(
  groups: readonly (readonly Sentence[])[],
  deck: string,
  topics: readonly Topic[],
): string[] {
  const weights = new Map(topics.map(({ key }, i) => [key, 0.8 * (1 - i / topics.length)] as const));
  const used = new Set([phraseKey(readWords(deck))]);
  return groups.map((group, order) => {
    if (order === 0) return deck;
    const best = group
      .flatMap((sentence, place) => candidatesIn(sentence, place, weights))
      .filter(({ key }) => !used.has(key))
      .toSorted((a, b) => b.score - a.score)[0];
    if (best !== undefined) used.add(best.key);
    return best?.text ?? `${deck} (${order + 1})`;
  });
}
