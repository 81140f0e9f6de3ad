/** Questions made from sentences of a text: each with its key, and the words of the source that prove it. */

import { difficultyOf } from './describe.ts';
import { fnv1a } from './hashing.ts';
import { isStatement, type Sentence, type Word } from './language.ts';
import { findTopics, nounPhrases, phraseKey, phraseText } from './topics.ts';

export type QuestionKind = 'cloze' | 'choice' | 'truefalse' | 'open';

export type Question = {
  kind: QuestionKind;
  question: string;
  options: string[];
  answer: string;
  distractors: string[];
  /** The sentence of the source that proves the answer, word for word. */
  quote: string;
  rubric: string;
  concept: string;
  difficulty: number;
  explanation: string;
};

const LEANING =
  /^(it|its|they|their|them|this|these|that|those|such|he|she|his|her|both|here|there|however|but|and|so|then|for example|in this|as a result)\b/i;

/** Sentences that can be asked about by themselves: they lean on no other, name something, and do not ask. */
const askable = (sentences: readonly Sentence[]): Sentence[] =>
  sentences.filter(
    (s) => isStatement(s) && !LEANING.test(s.text) && !s.text.endsWith('?') && nounPhrases(s).length > 1,
  );

type Blank = { sentence: Sentence; words: readonly Word[]; text: string; isNumber: boolean };

const isNumber = ({ pos, text }: Word): boolean => pos === 'NUM' && /^[\d.,%]+$/.test(text);

/** What may be blanked: numbers first, then phrases after the verb, which the rest of the sentence points at. */
function blanksOf(sentence: Sentence, known: ReadonlySet<string>): Blank[] {
  const numbers = sentence.words
    .filter(isNumber)
    .map((word) => ({ sentence, words: [word], text: word.text, isNumber: true }));
  const verb = sentence.words.findIndex(({ pos }) => pos === 'VERB' || pos === 'AUX');
  const weight = ({ words }: { words: readonly Word[] }): number =>
    (known.has(phraseKey(words)) ? 2 : 0) +
    ((words[0]?.index ?? 0) > verb ? 1 : 0) +
    Math.min(words.length, 2) / 4;
  const phrases = nounPhrases(sentence)
    .filter((phrase) => sentence.text.split(surface(phrase)).length === 2)
    .map((words) => ({ sentence, words, text: surface(words), isNumber: false }))
    .toSorted((a, b) => weight(b) - weight(a));
  return [...phrases, ...numbers];
}

/** The phrase as the sentence writes it. */
const surface = (phrase: readonly Word[]): string => phrase.map(({ text }) => text).join(' ');

const GAP = '_____';
const withGap = ({ sentence, text }: Blank): string => sentence.text.replace(text, GAP);

/** The same order for the same text: nothing here is random, so a repeat asks the same. */
const shuffled = (texts: readonly string[], seed: string): string[] =>
  texts.toSorted((a, b) => fnv1a(a + seed) - fnv1a(b + seed));

const otherNumbers = (text: string): string[] => {
  const value = Number(text.replace(/[,%]/g, ''));
  const suffix = text.endsWith('%') ? '%' : '';
  const isYear = Number.isInteger(value) && value > 1000 && value < 2100 && !text.includes(',');
  const others = isYear
    ? [value - 12, value + 7, value + 25]
    : value < 10 && Number.isInteger(value)
      ? [value + 1, value + 3, value * 2 + 3]
      : [value * 2, value / 2, value * 5];
  return others.map((other) => `${Number(other.toFixed(2))}${suffix}`);
};

/** Wrong answers of the same make: phrases of the same text that are not in the sentence. */
function distractorsFor({ sentence, words, text, isNumber }: Blank, all: readonly Sentence[]): string[] {
  if (isNumber) return otherNumbers(text);
  const own = new Set(sentence.words.map(({ stem }) => stem));
  const isName = words.at(-1)?.pos === 'NAME';
  const isPlural = (word: Word | undefined): boolean => /[^s]s$/.test(word?.text ?? '');
  const options = all
    .flatMap(nounPhrases)
    .filter((phrase) => !phrase.some(({ stem }) => own.has(stem)))
    .map((phrase) => {
      const likeness =
        (phrase.length === words.length ? 2 : 0) +
        ((phrase.at(-1)?.pos === 'NAME') === isName ? 2 : 0) +
        (isPlural(phrase.at(-1)) === isPlural(words.at(-1)) ? 2 : 0);
      return { text: phraseText(phrase), likeness };
    })
    .toSorted((a, b) => b.likeness - a.likeness);
  return [...new Set(options.map((option) => option.text))]
    .filter((other) => other !== text.toLowerCase())
    .slice(0, 3);
}

type Common = Pick<Question, 'quote' | 'concept' | 'difficulty' | 'explanation'>;

const commonOf = (sentence: Sentence, concept: string): Common => ({
  quote: sentence.text,
  concept,
  difficulty: difficultyOf([sentence]),
  explanation: `The source says: “${sentence.text}”`,
});

type Making = { sentence: Sentence; all: readonly Sentence[]; known: ReadonlySet<string>; concept: string };

function makeCloze({ sentence, all, known, concept }: Making): Question | undefined {
  const [blank] = blanksOf(sentence, known);
  if (!blank) return undefined;
  return {
    ...commonOf(sentence, concept),
    kind: 'cloze',
    question: `Fill the gap: ${withGap(blank)}`,
    options: [],
    answer: blank.text,
    distractors: distractorsFor(blank, all),
    rubric: `Right if the gap is filled with “${blank.text}” or another form of it.`,
  };
}

function makeChoice(making: Making): Question | undefined {
  for (const blank of blanksOf(making.sentence, making.known)) {
    const distractors = distractorsFor(blank, making.all);
    if (distractors.length < 2) continue;
    const answer = blank.words[0]?.index === 0 ? phraseText(blank.words) : blank.text;
    return {
      ...commonOf(making.sentence, making.concept),
      kind: 'choice',
      question: `Which fits the gap? ${withGap(blank)}`,
      options: shuffled([answer, ...distractors], making.sentence.text),
      answer,
      distractors,
      rubric: `Right if “${answer}” is chosen.`,
    };
  }
  return undefined;
}

/** Even sentences are asked as they stand, odd ones with one phrase swapped for another of the text. */
function makeTrueFalse(making: Making): Question | undefined {
  const { sentence, all, known, concept } = making;
  const isTrue = fnv1a(sentence.text) % 2 === 0;
  const blank = blanksOf(sentence, known).find((one) => distractorsFor(one, all).length > 0);
  const wrong = blank ? distractorsFor(blank, all)[0] : undefined;
  const changed =
    blank && wrong
      ? sentence.text.replace(blank.text, blank.words[0]?.index === 0 ? capital(wrong) : wrong)
      : undefined;
  const isFalse = !isTrue && changed !== undefined && all.every(({ text }) => text !== changed);
  return {
    ...commonOf(sentence, concept),
    kind: 'truefalse',
    question: `True or false? ${isFalse ? changed : sentence.text}`,
    options: ['true', 'false'],
    answer: isFalse ? 'false' : 'true',
    distractors: [isFalse ? 'true' : 'false'],
    rubric:
      isFalse && blank
        ? `False: the source has “${blank.text}” there.`
        : 'True: the source says so, word for word.',
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "X is …" asks what X is; anything else asks for what the source says of two of its things together. */
function makeOpen({ sentence, concept }: Making): Question {
  const [first, second] = nounPhrases(sentence);
  const defined = /^((?:an? |the )?[^,;:]{3,40}?) (is|are) (?:an? |the |one |made|when|where|how)/i.exec(
    sentence.text,
  );
  const subject = defined?.[1];
  const one = first ? surface(first) : concept;
  const question = subject
    ? `In your own words: what ${defined[2]} ${subject.charAt(0).toLowerCase()}${subject.slice(1)}?`
    : `In your own words: what does the source say about ${first?.[0]?.index === 0 && first[0].pos !== 'NAME' ? one.toLowerCase() : one}${second ? ` and ${surface(second)}` : ''}?`;
  return {
    ...commonOf(sentence, concept),
    kind: 'open',
    question,
    options: [],
    answer: sentence.text,
    distractors: [],
    rubric: `Full marks for what the source says: “${sentence.text}”`,
  };
}

const MAKERS = { cloze: makeCloze, choice: makeChoice, truefalse: makeTrueFalse, open: makeOpen };

export type QuestionWish = {
  kinds: readonly QuestionKind[];
  count: number;
  /** Words that the questions should be about, or ''. */
  about: string;
  /** Quotes asked about already: they come last. */
  asked: readonly string[];
};

/** Questions about the text, the kinds taken in turn, in the order of how central their sentences are to `about`. */
export function makeQuestions(sentences: readonly Sentence[], wish: QuestionWish): Question[] {
  const topics = findTopics(sentences, 12);
  const known = new Set(topics.map(({ key }) => key));
  const about = wish.about.toLowerCase();
  const weight = ({ text, words }: Sentence): number =>
    words.filter(({ lower, stop }) => !stop && about.includes(lower)).length * 3 +
    words.filter(({ stem }) => topics.some(({ key }) => key.split(' ').includes(stem))).length -
    (wish.asked.some((quote) => quote.includes(text)) ? 100 : 0);
  const usable = askable(sentences).toSorted((a, b) => weight(b) - weight(a));
  const made: Question[] = [];
  for (const sentence of usable) {
    if (made.length === wish.count) break;
    const stems = new Set(sentence.words.map(({ stem }) => stem));
    const concept =
      topics.find(({ key }) => key.split(' ').every((stem) => stems.has(stem)))?.text ??
      topics[0]?.text ??
      'this text';
    const kinds = wish.kinds.length > 0 ? wish.kinds : (['cloze', 'choice', 'truefalse', 'open'] as const);
    const first = made.length % kinds.length;
    for (const kind of [...kinds.slice(first), ...kinds.slice(0, first)]) {
      const question = MAKERS[kind]({ sentence, all: sentences, known, concept });
      if (question) {
        made.push(question);
        break;
      }
    }
  }
  return made;
}
