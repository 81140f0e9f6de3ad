/** The tutor's calls of tools: arguments that fit each tool's own schema, and concepts and nuggets that the prompt names. */
import { contentStems, isStatement, readSentences, readWords } from './language.ts';
import type { ChatReply } from './openai-wire.ts';
import type { Passage } from './passages.ts';
import { askedStems } from './question-words.ts';
import { makeQuestions, type QuestionKind } from './questions.ts';
import { coverageText, quoted } from './quoting.ts';
import { centralSentences } from './rank.ts';
import { fillSchema } from './schema.ts';
import { hasFailed, mediaText, nextTitle } from './tool-results.ts';
import type { ToolResult, Turn } from './turn.ts';

export const say = (text: string): ChatReply => ({ text, calls: [] });

/** The latest answer of a tool in this turn. */
export const resultOf = (turn: Turn, name: string): ToolResult | undefined =>
  turn.results.findLast((result) => result.name === name);

/** A call whose arguments fit the tool's schema: what is known by name, the rest filled. Undefined where it is not offered. */
export function callTool(turn: Turn, name: string, known: Record<string, unknown>): ChatReply | undefined {
  const offer = turn.tools.get(name);
  if (!offer) return undefined;
  const plain = new Map(Object.entries(known).map(([key, value]) => [key.toLowerCase(), value]));
  const filled = fillSchema(offer.parameters ?? { type: 'object', properties: {} }, (key) => plain.get(key));
  return {
    text: '',
    calls: [{ name, input: typeof filled === 'object' && filled !== null ? { ...filled } : {} }],
  };
}

type NamedConcept = { concept: string; conceptid?: string };

/** The prompt's own concept that a sentence speaks of, the longest name first; undefined where it names none of them. */
export function conceptIn({ concepts }: Turn, sentence: string): NamedConcept | undefined {
  const stems = new Set(contentStems(readWords(sentence)));
  const spoken = concepts
    .map(({ attributes, text }) => ({ id: attributes['id'], name: attributes['name'] ?? text }))
    .filter(({ name }) => {
      const own = contentStems(readWords(name));
      return own.length > 0 && own.every((stem) => stems.has(stem));
    })
    .toSorted((a, b) => b.name.length - a.name.length)[0];
  return spoken ? { concept: spoken.name, ...(spoken.id ? { conceptid: spoken.id } : {}) } : undefined;
}

/** The concept a question is filed under: what its sentence speaks of, else its passage, else the first of the prompt. */
function conceptOf(turn: Turn, quote: string, topic: string): NamedConcept {
  const passage = turn.passages.find(({ text }) => text.replace(/\s+/g, ' ').includes(quote));
  const place = passage ? `${passage.headings} ${passage.title} ${passage.text}` : '';
  const first = turn.concepts[0]?.attributes['name'] ?? turn.concepts[0]?.text;
  return conceptIn(turn, quote) ?? conceptIn(turn, place) ?? { concept: first ?? topic };
}

/** The passages of the nugget that the lesson is at; all, where the prompt does not say. */
export function passagesHere({ passages, node }: Turn): readonly Passage[] {
  const here = passages.filter(({ nugget }) => node !== undefined && nugget === node);
  return here.length > 0 ? here : passages;
}

/** The passages' central sentences, each quoted, in their order. */
export function summaryOf(passages: readonly Passage[], count: number): string {
  const owners = passages.flatMap((passage) =>
    readSentences(passage.text).map((sentence) => ({ passage, sentence })),
  );
  const statements = owners.map(({ sentence }) => sentence).filter(isStatement);
  return centralSentences(statements, count)
    .flatMap((sentence) => owners.find((owner) => owner.sentence === sentence) ?? [])
    .map(({ passage, sentence }) => quoted(sentence.text, passage))
    .join('\n\n');
}

const KINDS: readonly QuestionKind[] = ['cloze', 'truefalse', 'choice'];

/** What a quiz should be about: the learner's words without those of asking for one. */
const subjectOf = (words: string): string =>
  words
    .replace(
      /\b(quiz|test|examine|drill|ask|give|check|me|my|a|an|another|one|more|next|question|on|about|knowledge|understanding|please)\b/gi,
      ' ',
    )
    .trim();

/** The learner named a subject, the question at hand is not about it, and nobody has searched for it yet. */
function isElsewhere(turn: Turn, subject: string, quote: string): boolean {
  const wanted = askedStems(subject);
  const held = new Set(contentStems(readWords(quote)));
  return wanted.length > 0 && !wanted.some((stem) => held.has(stem)) && !resultOf(turn, 'search_nuggets');
}

const ASKING = 'Here is one for you.';

/** Puts a question made from the passages; the kinds take turns as the talk goes on. */
export function askQuestion(turn: Turn): ChatReply {
  const asked = resultOf(turn, 'ask_question');
  if (asked) {
    const question = asked.input['question'];
    if (hasFailed(asked) || typeof question !== 'string')
      return say('I could not put that question just now. Ask me anything instead.');
    return say(`${ASKING} ${question}`);
  }
  const kept = resultOf(turn, 'ask_stored_question');
  if (kept && !hasFailed(kept)) return say(ASKING);
  // "Quiz me" and nothing said yet: any good question will do, and those kept with the nugget are.
  const isOpen = askedStems(subjectOf(turn.learner)).length === 0 && turn.earlier.length === 0;
  const stored = isOpen && !kept ? callTool(turn, 'ask_stored_question', {}) : undefined;
  if (stored) return stored;
  const at = turn.said.length % KINDS.length;
  const kinds = [...KINDS.slice(at), ...KINDS.slice(0, at)];
  // "Quiz me on that" means what was talked about last.
  const own = subjectOf(turn.learner);
  const about = askedStems(own).length > 0 ? own : (turn.earlier.at(-1) ?? '');
  const isQuiz = (text: string): boolean => text.startsWith(ASKING);
  const [question] = makeQuestions(turn.passages, {
    kinds,
    count: 1,
    about,
    told: turn.said.filter((text) => !isQuiz(text)),
    asked: turn.said.filter(isQuiz),
  });
  const search =
    question && isElsewhere(turn, own, question.quote)
      ? callTool(turn, 'search_nuggets', { query: own, q: own })
      : undefined;
  if (search) return search;
  if (!question)
    return say('There is no sentence here that I could fairly ask about. Ask me something instead.');
  const { answer, options, quote } = question;
  const call = callTool(turn, 'ask_question', {
    ...question,
    ...conceptOf(turn, quote, question.concept),
    options: options.length > 0 ? options : undefined,
    correctanswer: answer,
    reference: answer,
  });
  return call ?? say(`${question.question}${options.length > 0 ? ` (${options.join(' / ')})` : ''}`);
}

const MEDIA: readonly [string, RegExp][] = [
  ['slides', /slide|presentation/],
  ['audio', /audio|hear|listen|aloud|recording|read/],
  ['video', /video|watch|film/],
];

export function showMedia(turn: Turn): ChatReply {
  const shown = resultOf(turn, 'show_media');
  if (shown) return say(mediaText(shown));
  const wanted = turn.learner.toLowerCase();
  const type = MEDIA.find(([, pattern]) => pattern.test(wanted))?.[0] ?? 'image';
  const nuggetid = turn.node ?? turn.passages.find(({ nugget }) => nugget)?.nugget;
  return (
    callTool(turn, 'show_media', { nuggetid, type, kind: type }) ??
    say('I have nothing to show here, only words.')
  );
}

/** Moves on, and says how the next part begins. */
export function goOn(turn: Turn): ChatReply {
  const moved = resultOf(turn, 'adapt_narrative');
  if (!moved) {
    const reason = `The learner said: “${turn.learner.slice(0, 200)}”`;
    return (
      callTool(turn, 'adapt_narrative', { reason }) ??
      say(`Pick what comes next: ${coverageText(turn.passages)}.`)
    );
  }
  if (hasFailed(moved))
    return say('There is nothing further on this path just now. Ask me anything, or say “quiz me”.');
  return arrived(turn, moved);
}

/** Says where the lesson has come to, with the first words of the part. */
export function arrived(turn: Turn, moved: ToolResult): ChatReply {
  const title = nextTitle(moved);
  const fresh = turn.passages.filter(({ n }) => moved.text.includes(`<passage n="${n}"`));
  const summary = summaryOf(fresh, 2);
  return say([title ? `Next: ${title}.` : 'On we go.', summary].filter(Boolean).join(' '));
}
