/** The topics of a text: noun phrases weighed by C-value (Frantzi, Ananiadou and Mima 2000), rarer words before common ones. */
import { rarity } from './frequencies.ts';
import { canBeVerb, readSentences, readWords, type Sentence, type Word } from './language.ts';

export type Topic = {
  /** As the text most often writes it, in lower case unless it is a name. */
  text: string;
  /** Stems joined by spaces: the same for every form of it. */
  key: string;
  score: number;
  count: number;
};

const isNoun = ({ pos }: Word): boolean => pos === 'NOUN' || pos === 'NAME';
const canLead = ({ pos }: Word): boolean => pos === 'ADJ' || pos === 'NOUN' || pos === 'NAME';
const isPlain = ({ text }: Word): boolean => /^\p{L}[\p{L}\p{N}'’-]*$/u.test(text) && text.length > 2;

/** Longest is three words: beyond, the tagger has most likely run two phrases together. */
const LONGEST = 3;

const DETERMINER =
  /^(the|an?|its|their|his|her|your|our|my|this|that|these|those|some|any|no|every|each|it|them|you|us|him)$/;
const PARTICLE = /^(by|over|from|like|with|into|onto|up|down|out|off|after)$/;

/**
 * "git diff compares by lines", "eases the pain": the tagger takes a verb for a thing where a thing stands before it. What
 * can be a verb, ends a phrase and has an object or a particle behind it, is one.
 */
function isVerbHere(words: readonly Word[], phrase: readonly Word[]): boolean {
  const last = phrase.at(-1);
  const next = words[(last?.index ?? 0) + 1];
  if (last === undefined || next === undefined || last.pos === 'NAME') return false;
  const hasObject = DETERMINER.test(next.lower);
  const follows = hasObject || (PARTICLE.test(next.lower) && phrase.length > 1);
  const before = words[(phrase[0]?.index ?? 0) - 1];
  return (
    follows &&
    (phrase.length > 1 || hasObject) &&
    !(phrase.length === 1 && before !== undefined && DETERMINER.test(before.lower)) &&
    canBeVerb(last.lower)
  );
}

/** The longest noun phrases of a sentence, as runs of its words: adjectives and nouns that end in a noun. */
export function nounPhrases({ words }: Sentence): Word[][] {
  const phrases: Word[][] = [];
  let run: Word[] = [];
  const close = () => {
    const lastNoun = run.findLastIndex(isNoun);
    const whole = run.slice(0, lastNoun + 1);
    const phrase = isVerbHere(words, whole) ? whole.slice(0, -1) : whole;
    if (phrase.some(isNoun)) phrases.push(phrase.slice(-LONGEST));
    run = [];
  };
  for (const word of words) {
    if (canLead(word) && isPlain(word) && !word.stop) {
      // An adjective after a noun begins a phrase of its own.
      if (word.pos === 'ADJ' && run.some(isNoun)) close();
      run.push(word);
    } else close();
  }
  close();
  return phrases;
}

/** Words that any text has: measures, people in general, and words for words. */
const VAGUE =
  /^(part|way|number|kind|type|people|person|somebody|someone|anyone|everybody|everyone|nobody|time|lot|bit|case|point|reason|result|place|something|anything|everything|thing|moment|fact|amount|side|end|rest|other|man|men|woman|women|second|minute|hour|day|week|month|year|century|percent|litre|metre|kilometre|centimetre|cm|mm|km|kg|what|help|example|word|article|newsletter|today|tomorrow|yesterday|(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|june|july|august|september|october|november|december|o'clock|less|nothing|others?|ones?|little|best|look|sign)s?$/i;

/** A phrase that says too little to be a topic, or to be asked for. */
export const isVague = (phrase: readonly Word[]): boolean => VAGUE.test(phrase.at(-1)?.lower ?? '');

/** The words of a phrase as a reader would write them in a list: names keep their capitals. */
export const phraseText = (phrase: readonly Word[]): string =>
  phrase
    .map(({ text, pos, index }) =>
      (pos === 'NAME' && index > 0) || /\p{Lu}.*\p{Lu}/u.test(text) ? text : text.toLowerCase(),
    )
    .join(' ');

export const phraseKey = (phrase: readonly Word[]): string => phrase.map(({ stem }) => stem).join(' ');

type Candidate = {
  forms: Map<string, number>;
  count: number;
  length: number;
  /** Mean of its words', 0–1. */
  rarity: number;
  within: Map<string, number>;
};

/** What a phrase adds by standing in a heading: a heading names what its text is about. */
const HEADING_COUNT = 3;

function countCandidates(sentences: readonly Sentence[], heading: string): Map<string, Candidate> {
  const candidates = new Map<string, Candidate>();
  const headed = ` ${readWords(heading)
    .map(({ stem }) => stem)
    .join(' ')} `;
  const add = (phrase: readonly Word[], host?: string) => {
    const key = phraseKey(phrase);
    const found = candidates.get(key) ?? {
      forms: new Map(),
      count: headed.includes(` ${key} `) ? HEADING_COUNT : 0,
      length: phrase.length,
      rarity: phrase.reduce((sum, word) => sum + rarity(word.lower, word.stem), 0) / phrase.length,
      within: new Map(),
    };
    const form = phraseText(phrase);
    found.forms.set(form, (found.forms.get(form) ?? 0) + 1);
    found.count++;
    if (host) found.within.set(host, (found.within.get(host) ?? 0) + 1);
    candidates.set(key, found);
  };
  for (const phrase of sentences.flatMap(nounPhrases).filter((one) => !isVague(one))) {
    const host = phraseKey(phrase);
    add(phrase);
    for (let start = 1; start < phrase.length; start++) {
      const nested = phrase.slice(start);
      if (nested.some(isNoun)) add(nested, host);
    }
  }
  return candidates;
}

/** C-value with +1 under the logarithm, so that single words count too (Ventura et al. 2014). */
function cValue({ count, length, within }: Candidate): number {
  const nested = [...within.values()].reduce((sum, n) => sum + n, 0);
  const own = within.size === 0 ? count : count - nested / within.size;
  return Math.log2(length + 1) * own;
}

const mostFrequent = (forms: ReadonlyMap<string, number>): string =>
  [...forms].toSorted((a, b) => b[1] - a[1] || a[0].length - b[0].length)[0]?.[0] ?? '';

/**
 * The text's topics, best first. One that is part of a better one, or contains one, is left out. What stands in the
 * heading weighs more.
 */
export function findTopics(text: string | readonly Sentence[], limit = 8, heading = ''): Topic[] {
  const sentences = typeof text === 'string' ? readSentences(text) : text;
  const ranked = [...countCandidates(sentences, heading)]
    .map(([key, candidate]) => ({
      key,
      text: mostFrequent(candidate.forms),
      // Said once, a word tells little and a phrase may be a slip of the tagger's; said again, it is a topic.
      score: cValue(candidate) * candidate.rarity * (candidate.count > 1 ? 1 : 0.5 / candidate.length),
      count: candidate.count,
    }))
    .toSorted((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
  const chosen: Topic[] = [];
  for (const topic of ranked) {
    const padded = ` ${topic.key} `;
    const overlaps = chosen.some(({ key }) => padded.includes(` ${key} `) || ` ${key} `.includes(padded));
    if (!overlaps) chosen.push(topic);
    if (chosen.length === limit) break;
  }
  return chosen;
}
