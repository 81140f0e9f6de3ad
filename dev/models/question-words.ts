/** Reads a question: what it asks about, and what kind of answer it wants. */
import { contentStems, readWords, type Sentence, type Word } from './language.ts';

/** Words of asking, not of what is asked. */
const ASKING = new Set(
  (
    'tell explain describe mean meaning happen differ differenc type kind list import purpos reason main know learn ' +
    'understand want pleas help word question answer discuss defin definit talk someth fact detail inform exactli actual ' +
    'realli sourc text document passag materi lesson work look find should good accord mention specif highlight regard ' +
    'signific relat key role play aspect concern involv includ express'
  ).split(' '),
);

/** "How big" asks for a number, not for the word "big". */
const MEASURE =
  /\bhow (long|far|deep|high|large|big|old|fast|often|tall|hot|cold|heavy|common|wide|early|late|soon)\b/i;

/** The words a question asks about, each stem once. */
export function askedWords(question: string): Word[] {
  const measure = MEASURE.exec(question)?.[1]?.toLowerCase();
  const words = readWords(question).filter(
    ({ stop, stem, lower }) => !stop && !ASKING.has(stem) && lower !== measure,
  );
  return [...new Map(words.map((word) => [word.stem, word])).values()];
}

/** Their stems. */
export const askedStems = (question: string): string[] => askedWords(question).map(({ stem }) => stem);

type Has = (words: readonly Word[], text: string, asked: readonly Word[]) => boolean;

/** A name that the question does not have, where it has a verb right before that verb or after "by". */
const hasName: Has = (words, _, asked) => {
  const isNew = ({ pos, stem }: Word): boolean => pos === 'NAME' && asked.every((word) => word.stem !== stem);
  const verbs = new Set(asked.filter(({ pos }) => pos === 'VERB').map(({ stem }) => stem));
  if (verbs.size === 0) return words.some(isNew);
  return words.some(({ stem, index }) => {
    if (!verbs.has(stem)) return false;
    const after = words.slice(index + 1, index + 8);
    return (
      words.slice(Math.max(0, index - 3), index).some(isNew) ||
      after.slice(after.findIndex(({ lower }) => lower === 'by') + 1 || 8).some(isNew)
    );
  });
};
const hasNumber: Has = (words) => words.some(({ pos, lower }) => pos === 'NUM' && lower !== 'one');
/** "How many bones" is answered by a number close before "bones". */
const hasCount: Has = (words, _, asked) =>
  asked
    .slice(0, 2)
    .some(({ stem }) =>
      words.some(
        (word) =>
          word.stem === stem &&
          words.slice(Math.max(0, word.index - 5), word.index).some(({ pos }) => pos === 'NUM'),
      ),
    );
const hasTime: Has = (_, text) =>
  /\b1\d{3}\b|\b20\d{2}\b|\b(january|february|march|april|may|june|july|august|september|october|november|december|century|ago|weeks?|months?|days?|hours?|minutes?)\b/i.test(
    text,
  );
const hasCause: Has = (_, text) =>
  /\b(because|since|so that|therefore|thus|due to|as a result|causes?|leads? to|in order to|this is why|reason|for this)\b/i.test(
    text,
  );
const hasPlace: Has = (_, text) =>
  /\b(above|below|between|beside|under|inside|behind|near|next to|on top of|along|around|across)\b|\b(in|at|on) (the|an?) \p{L}+|\bin \p{Lu}/u.test(
    text,
  );

/** What a question of each kind wants, and how much that counts; some are no answer without it. */
const WANTED: readonly { asks: RegExp; has: Has; bonus: number; without: number }[] = [
  { asks: /^\s*who\b/i, has: hasName, bonus: 0.2, without: -0.1 },
  {
    asks: /^\s*(when|(in )?(what|which) (year|century|month|decade))\b/i,
    has: hasTime,
    bonus: 0.12,
    without: -0.08,
  },
  { asks: /\bhow many\b/i, has: hasCount, bonus: 0.14, without: -0.15 },
  {
    asks: /\bhow (much|long|far|deep|high|large|big|old|fast|often|tall|hot|cold|heavy|common|wide)\b|\b(what|which) (percentage|percent|share|number|amount|proportion)\b/i,
    has: hasNumber,
    bonus: 0.14,
    without: -0.08,
  },
  { asks: /^\s*why\b|\breasons? (for|why)\b|\bcauses?\b/i, has: hasCause, bonus: 0.1, without: 0 },
  { asks: /^\s*where\b/i, has: hasPlace, bonus: 0.1, without: 0 },
];

const subjectOf = (question: string): string[] => {
  const pattern =
    /^\s*(?:what(?:['’]s| is| are| was| were| does)|define|who (?:is|was|are)|how (?:do|does|did))\s+(?:an? |the )?(.+?)\s*(?:mean|works?)?[?.!]*$/i;
  const subject = pattern.exec(question)?.[1];
  const stems = subject ? contentStems(readWords(subject)) : [];
  return stems.length <= 4 ? stems : [];
};

/** "What is X?" is answered by "X is …", "X means …", and by "…, called X". */
function definesBonus(question: string, { words, text }: Sentence): number {
  const stems = subjectOf(question);
  if (stems.length === 0) return 0;
  const verb = words.findIndex(({ pos }) => pos === 'AUX' || pos === 'VERB');
  const lead = words.slice(0, Math.max(verb, 0)).map(({ stem }) => stem);
  const isLead =
    verb >= 0 && verb < 9 && stems.every((stem) => lead.includes(stem)) && lead.length < stems.length + 4;
  const defines = /^(is|are|was|were|mean|means|refers?|consists?|describes?)$/.test(
    words[verb]?.lower ?? '',
  );
  if (isLead && defines && /^what|^define|^who/i.test(question.trim())) return 0.22;
  const named = /\b(?:called|known as|termed|named)\s+(?:an? |the )?\*?([\p{L} -]+)/iu.exec(text)?.[1];
  if (named && stems.every((stem) => contentStems(readWords(named)).slice(0, 3).includes(stem))) return 0.2;
  return isLead ? 0.08 : 0;
}

/** From −.1 to .3: whether a sentence is of the kind that the question wants. */
export function bonusFor(question: string, sentence: Sentence): number {
  const wanted = WANTED.find(({ asks }) => asks.test(question));
  const kind = wanted
    ? wanted.has(sentence.words, sentence.text, askedWords(question))
      ? wanted.bonus
      : wanted.without
    : 0;
  return kind + definesBonus(question, sentence);
}
