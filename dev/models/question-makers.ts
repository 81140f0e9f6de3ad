/** One question from one sentence, by kind: with its key, what is wrong instead, and the words that prove it. */
import { type Blank, blanksOf, distractorsFor, type Making, surface } from './blanks.ts';
import { difficultyOf } from './describe.ts';
import { fnv1a } from './hashing.ts';
import { contentStems, readWords, type Sentence } from './language.ts';
import { isVague, nounPhrases, phraseText } from './topics.ts';

export type QuestionKind = 'cloze' | 'choice' | 'truefalse' | 'open' | 'ordering';

export type Question = {
  kind: QuestionKind;
  question: string;
  options: string[];
  answer: string;
  distractors: string[];
  /** Why each wrong option is wrong, in the source's words. */
  misconceptions: { option: string; why: string }[];
  /** The words of the source that prove the answer, as they stand there. */
  quote: string;
  rubric: string;
  concept: string;
  difficulty: number;
  explanation: string;
};

const GAP = '_____';
const withGap = (sentence: string, { text }: Blank): string => sentence.replace(text, GAP);
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** The same order for the same text: nothing here is random, so a repeat asks the same. */
const shuffled = (texts: readonly string[], seed: string): string[] =>
  texts.toSorted((a, b) => fnv1a(a + seed) - fnv1a(b + seed));

const commonOf = ({
  sentence,
  concept,
}: Making): Pick<Question, 'quote' | 'concept' | 'difficulty' | 'explanation' | 'misconceptions'> => ({
  quote: sentence.text,
  concept,
  difficulty: difficultyOf([sentence]),
  explanation: `The source says: “${sentence.text}”`,
  misconceptions: [],
});

function makeCloze(making: Making): Question | undefined {
  const [blank] = blanksOf(making);
  if (!blank) return undefined;
  return {
    ...commonOf(making),
    kind: 'cloze',
    question: `Fill the gap: ${withGap(making.sentence.text, blank)}`,
    options: [],
    answer: blank.text,
    distractors: distractorsFor(blank, making),
    rubric: `Right if the gap is filled with “${blank.text}” or another form of it.`,
  };
}

/** Where the text speaks of the wrong option, that is what makes it wrong here. */
const whyWrong = (option: string, all: readonly Sentence[]): string => {
  const elsewhere = all.find(({ text }) => text.toLowerCase().includes(option.toLowerCase()));
  return elsewhere
    ? `The source speaks of it elsewhere: “${elsewhere.text}”`
    : 'The source gives another number.';
};

function makeChoice(making: Making): Question | undefined {
  for (const blank of blanksOf(making)) {
    const distractors = distractorsFor(blank, making);
    const answer = blank.isNumber ? blank.text : phraseText(blank.words);
    if (new Set([answer, ...distractors]).size < 3) continue;
    return {
      ...commonOf(making),
      kind: 'choice',
      question: `Which fits the gap? ${withGap(making.sentence.text, blank)}`,
      options: shuffled([answer, ...distractors], making.sentence.text),
      answer,
      distractors,
      misconceptions: distractors.map((option) => ({ option, why: whyWrong(option, making.all) })),
      rubric: `Right if “${answer}” is chosen.`,
    };
  }
  return undefined;
}

type Falsehood = { text: string; why: string };

const TO_BE = /\b(is|are|was|were|can|will|does|must|may|should)\b(?! not|n['’]t)/i;
const NEGATED = /\b(is|are|was|were|can|will|does|must|may|should|do|did) ?not /i;

/** The sentence denied, or its denial taken back; undefined where it has no place for a "not". */
function denied(text: string): string | undefined {
  if (NEGATED.test(text)) return text.replace(NEGATED, '$1 ');
  const at = TO_BE.exec(text)?.index ?? text.length;
  // Further in it would deny a side remark, and beside another negation nobody could tell what it denies.
  const isPlain = at < 60 && !/\b(no|nobody|none|nothing|never|neither|nor|without|not)\b/i.test(text);
  return isPlain ? text.replace(TO_BE, '$1 not').replace(/\b(c)an not\b/i, '$1annot') : undefined;
}

/** The sentence made plainly wrong: another number, another name, a denial, or else another thing. */
function falsify(making: Making): Falsehood | undefined {
  const { sentence, all } = making;
  const swaps = blanksOf(making).flatMap((blank) => {
    const [wrong] = distractorsFor(blank, making);
    const isSameNumber = wrong !== undefined && /[^s]s$/.test(wrong) === /[^s]s$/.test(blank.text);
    if (!wrong || !(blank.isNumber || isSameNumber)) return [];
    const at = blank.words[0]?.index === 0 ? capital(wrong) : wrong;
    return [
      { blank, text: sentence.text.replace(blank.text, at), why: `the source has “${blank.text}” there` },
    ];
  });
  const isName = ({ blank }: { blank: Blank }): boolean => blank.words.every(({ pos }) => pos === 'NAME');
  const denial = denied(sentence.text);
  const options: (Falsehood | undefined)[] = [
    swaps.find(({ blank }) => blank.isNumber),
    denial === undefined ? undefined : { text: denial, why: 'the source says the contrary' },
    swaps.find(isName),
    swaps[0],
  ];
  return options.find((one) => one !== undefined && all.every(({ text }) => text !== one.text));
}

/** Half of the sentences, by their hash, are asked as they stand; the others made wrong. */
function makeTrueFalse(making: Making): Question {
  const { sentence } = making;
  const wrong = fnv1a(sentence.text) % 2 === 1 ? falsify(making) : undefined;
  return {
    ...commonOf(making),
    kind: 'truefalse',
    question: `True or false? ${wrong?.text ?? sentence.text}`,
    options: ['true', 'false'],
    answer: wrong ? 'false' : 'true',
    distractors: [wrong ? 'true' : 'false'],
    rubric: wrong ? `False: ${wrong.why}.` : 'True: the source says so, word for word.',
  };
}

const DEFINED = /^((?:an? |the )?[^,;:]{3,40}?) (is|are) (?:an? |the |one |made|when|where|how|called)/i;

const BECAUSE = /^(.{25,160}?),? because (.{12,})$/s;

/** "… because …" asks why. */
function makeWhy(making: Making): Question | undefined {
  const { text, words } = making.sentence;
  const [, fact, reason] = BECAUSE.exec(text) ?? [];
  if (fact === undefined || reason === undefined || /[;:]/.test(fact) || /\b(not|rather)$/.test(fact))
    return undefined;
  const isName = words[0]?.pos === 'NAME' || /\p{Lu}.*\p{Lu}/u.test(words[0]?.text ?? '');
  const told = isName ? fact : fact.charAt(0).toLowerCase() + fact.slice(1);
  return {
    ...commonOf(making),
    kind: 'open',
    question: `Why is it that ${told}?`,
    options: [],
    answer: text,
    distractors: [],
    rubric: `Full marks for the reason: because ${reason} Part of them for part of it.`,
  };
}

/** "X is …" asks what X is, "… because …" why; anything else asks what the source says of its main thing. */
function makeOpen(making: Making): Question | undefined {
  const why = makeWhy(making);
  if (why !== undefined) return why;
  const { sentence, concept } = making;
  const [, subject, verb] = DEFINED.exec(sentence.text) ?? [];
  const phrases = nounPhrases(sentence).filter((phrase) => !isVague(phrase));
  const [first] = [
    ...blanksOf(making).flatMap(({ words, isNumber }) => (isNumber ? [] : [words])),
    ...phrases,
  ];
  const named = first
    ? first[0]?.index === 0 && first[0].pos !== 'NAME'
      ? surface(first).toLowerCase()
      : surface(first)
    : concept;
  const isName = first?.[0]?.pos === 'NAME' && first[0].index === 0;
  const defined = subject && !isName ? subject.charAt(0).toLowerCase() + subject.slice(1) : subject;
  const question = defined
    ? `In your own words: what ${verb} ${defined}?`
    : `In your own words: what does the source say about ${named}?`;
  const asked = new Set(contentStems(readWords(question)));
  // A question that holds all the words of its answer asks nothing.
  if (contentStems(sentence.words).every((stem) => asked.has(stem))) return undefined;
  return {
    ...commonOf(making),
    kind: 'open',
    question,
    options: [],
    answer: sentence.text,
    distractors: [],
    rubric: `Full marks for what the source says: “${sentence.text}” Part of them for part of it.`,
  };
}

export const MAKERS: Readonly<
  Record<Exclude<QuestionKind, 'ordering'>, (making: Making) => Question | undefined>
> = {
  cloze: makeCloze,
  choice: makeChoice,
  truefalse: makeTrueFalse,
  open: makeOpen,
};
