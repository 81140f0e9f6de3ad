/** The offline tutor: finds out what the learner wants, calls the tool for it, or answers in the sources' own words. */

import type { ChatNeeds } from './chat.ts';
import { hintFor } from './hints.ts';
import { type Intent, intentOf } from './intents.ts';
import { judgeAnswer } from './judge.ts';
import { isStatement, readSentences } from './language.ts';
import type { ChatReply } from './openai-wire.ts';
import type { Passage } from './passages.ts';
import { makeQuestions } from './questions.ts';
import { abstain, answerFrom, coverageText, quotableHits, quoted } from './quoting.ts';
import { centralSentences } from './rank.ts';
import { ANSWERS, askedStems, findAnswers, type Hit } from './retrieval.ts';
import { fillSchema } from './schema.ts';
import { gapsText, hasFailed, mediaText, nextTitle, progressText } from './tool-results.ts';
import { findTopics } from './topics.ts';
import type { Turn } from './turn.ts';

const say = (text: string): ChatReply => ({ text, calls: [] });

/** A call whose arguments fit the tool's own schema: what is known by name, the rest filled. */
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

const resultOf = (turn: Turn, name: string) => turn.results.findLast((result) => result.name === name);

/** A follow-up such as "and why is that?" borrows the words of what was asked before. */
function wholeQuestion({ learner, earlier }: Turn): string {
  const leans =
    askedStems(learner).length < 2 ||
    /^\s*(and|what about|how about|why|so)\b|\b(it|they|them|that|this|these|those)\b/i.test(learner);
  if (!leans || askedStems(learner).length > 3) return learner;
  const before = earlier.findLast((text) => askedStems(text).length > 0);
  return before ? `${learner} ${before}` : learner;
}

const wasSaid = ({ said }: Turn, { sentence }: Hit): boolean =>
  said.some((text) => text.includes(sentence.text));

type Answering = { turn: Turn; needs: ChatNeeds; question: string };

/** Searches the library first where the passages at hand do not answer; undefined once it has. */
function searchFirst({ turn, question }: Answering): ChatReply | undefined {
  return resultOf(turn, 'search_nuggets')
    ? undefined
    : callTool(turn, 'search_nuggets', { query: question, q: question });
}

/** While a question is live, what answers it is not given away. */
async function withoutAnswer(hits: readonly Hit[], { turn, needs }: Answering): Promise<readonly Hit[]> {
  if (!turn.question) return hits;
  const [answer] = await findAnswers(turn.question.text, turn.passages, needs.embedder);
  return hits.filter(
    ({ sentence }) => sentence.text !== answer?.sentence.text && !answer?.quote.includes(sentence.text),
  );
}

async function answerQuestion(answering: Answering, isFollowUp: boolean): Promise<ChatReply> {
  const { turn, needs, question } = answering;
  const all = await findAnswers(question, turn.passages, needs.embedder);
  const hits = await withoutAnswer(all, answering);
  const fresh = isFollowUp ? hits.filter((hit) => !wasSaid(turn, hit)) : hits;
  const quotable = quotableHits(fresh, question);
  if (quotable.length > 0) return say(answerFrom(quotable, question));
  const search = searchFirst(answering);
  if (search) return search;
  if (turn.question && all.length > hits.length) {
    return say('That would give the question away. Try it first, or ask for a hint.');
  }
  return say(abstain(turn.learner, hits, turn.passages));
}

const summaryOf = (passages: readonly Passage[], count: number): string => {
  const owners = passages.flatMap((passage) =>
    readSentences(passage.text).map((sentence) => ({ passage, sentence })),
  );
  const central = centralSentences(owners.map(({ sentence }) => sentence).filter(isStatement), count);
  return central
    .flatMap((sentence) => owners.find((owner) => owner.sentence === sentence) ?? [])
    .map(({ passage, sentence }) => quoted(sentence.text, passage))
    .join('\n\n');
};

const KINDS = ['cloze', 'truefalse', 'choice'] as const;

function askQuestion(turn: Turn): ChatReply {
  const asked = resultOf(turn, 'ask_question');
  if (asked) {
    const question = asked.input['question'];
    if (hasFailed(asked) || typeof question !== 'string')
      return say('I could not put that question just now.');
    return say(`Here is one for you. ${question}`);
  }
  const count = turn.said.length;
  const kinds = [...KINDS.slice(count % KINDS.length), ...KINDS.slice(0, count % KINDS.length)];
  const sentences = turn.passages.flatMap(({ text }) => readSentences(text));
  const about = turn.learner.replace(/\b(quiz|test|ask|me|question|on|about)\b/gi, '');
  const [question] = makeQuestions(sentences, { kinds, count: 1, about, asked: turn.said });
  if (!question)
    return say('There is no sentence here that I could fairly ask about. Ask me something instead.');
  const { answer, options } = question;
  const call = callTool(turn, 'ask_question', {
    ...question,
    ...conceptFor(turn, question.concept),
    options: options.length > 0 ? options : undefined,
    correctanswer: answer,
    reference: answer,
  });
  return call ?? say(`${question.question}${options.length > 0 ? ` (${options.join(' / ')})` : ''}`);
}

/** The prompt's own concept of that name where it lists concepts, id and all. */
function conceptFor(turn: Turn, name: string): Record<string, unknown> {
  const named = turn.concepts.map(({ attributes, text }) => ({
    id: attributes['id'],
    name: attributes['name'] ?? text,
  }));
  const lower = name.toLowerCase();
  const found =
    named.find((one) => one.name.toLowerCase() === lower) ??
    named.find((one) => lower.includes(one.name.toLowerCase()) || one.name.toLowerCase().includes(lower)) ??
    named[0];
  return { concept: found?.name ?? name, ...(found?.id ? { conceptid: found.id } : {}) };
}

function showMedia(turn: Turn): ChatReply {
  const shown = resultOf(turn, 'show_media');
  if (shown) return say(mediaText(shown));
  const wanted = turn.learner.toLowerCase();
  const type = /slide/.test(wanted)
    ? 'slides'
    : /audio|hear|listen|aloud|recording|read/.test(wanted)
      ? 'audio'
      : /video|watch/.test(wanted)
        ? 'video'
        : 'image';
  const nuggetid = turn.passages.find(({ nugget }) => nugget)?.nugget;
  return (
    callTool(turn, 'show_media', { nuggetid, type, kind: type }) ??
    say('I have nothing to show here, only words.')
  );
}

function goOn(turn: Turn): ChatReply {
  const moved = resultOf(turn, 'adapt_narrative');
  if (!moved)
    return (
      callTool(turn, 'adapt_narrative', { reason: `The learner said: “${turn.learner.slice(0, 200)}”` }) ??
      say(`Pick what comes next: ${coverageText(turn.passages)}.`)
    );
  if (hasFailed(moved))
    return say('There is nothing further on this path just now. Ask me anything, or say “quiz me”.');
  const title = nextTitle(moved);
  const last = turn.passages.at(-1);
  const first = last && moved.text.includes('<passage') ? ` ${summaryOf([last], 1)}` : '';
  return say(`${title ? `Next: ${title}.` : 'On we go.'}${first}`);
}

async function teach(answering: Answering): Promise<ChatReply> {
  const { turn, needs, question } = answering;
  const delivered = resultOf(turn, 'deliver_nugget');
  const asked = askedStems(question).filter(
    (stem) => !/^(teach|start|begin|lesson|studi|session|go|let|introduc|tutor)$/.test(stem),
  );
  if (asked.length === 0) {
    const [first] = turn.passages;
    const call =
      delivered || !first?.nugget ? undefined : callTool(turn, 'deliver_nugget', { nuggetid: first.nugget });
    return call ?? say(first ? summaryOf([first], 3) : 'Tell me what you would like to learn.');
  }
  const hits = await findAnswers(asked.join(' '), turn.passages, needs.embedder);
  const best = hits[0];
  if (!best || best.score < ANSWERS)
    return searchFirst(answering) ?? say(abstain(turn.learner, hits, turn.passages));
  const isCurrent = best.passage.n === turn.passages[0]?.n;
  const call =
    delivered || isCurrent || !best.passage.nugget
      ? undefined
      : callTool(turn, 'deliver_nugget', { nuggetid: best.passage.nugget });
  return call ?? say(answerFrom(quotableHits(hits, question), question));
}

/** A learner who states something is compared with the source, and what that shows is filed. */
async function weighStatement(answering: Answering): Promise<ChatReply> {
  const { turn, needs } = answering;
  const [best] = await findAnswers(turn.learner, turn.passages, needs.embedder);
  if (!best || best.score < 0.55 || askedStems(turn.learner).length < 3)
    return answerQuestion(answering, false);
  const source = best.sentence.text;
  const asked = { kind: 'open', question: '', reference: source, answer: turn.learner, options: [] };
  const judged = await judgeAnswer(asked, needs.embedder);
  const concept = findTopics([best.sentence], 1)[0]?.text ?? best.passage.title;
  const filed = resultOf(turn, 'update_mastery');
  const evidence = `Said: “${turn.learner.slice(0, 300)}” Source: “${source}”`;
  const call = filed
    ? undefined
    : callTool(turn, 'update_mastery', { ...conceptFor(turn, concept), score: judged.score, evidence });
  if (call) return call;
  const verdict = judged.misconception ? 'Not quite.' : judged.score >= 0.7 ? 'Yes.' : 'Partly.';
  return say(`${verdict} The source says: ${quoted(best.quote, best.passage)}`);
}

/** While a question is live, the verdict comes from the judge; the tutor only passes it on. */
function commentOnAnswer({ judgement, learner }: Turn): ChatReply {
  if (judgement)
    return say(judgement.attributes['feedback'] ?? (judgement.text || 'Your answer has been looked at.'));
  return say(
    `Noted, your answer is “${learner.trim().slice(0, 200)}”. Ask for a hint, or go on whenever you like.`,
  );
}

async function respond(turn: Turn, intent: Intent, needs: ChatNeeds): Promise<ChatReply> {
  const question = wholeQuestion(turn);
  const answering = { turn, needs, question };
  switch (intent) {
    case 'quiz':
      return askQuestion(turn);
    case 'hint':
      return turn.question
        ? say(await hintFor(turn.question, turn.passages, needs.embedder))
        : answerQuestion(answering, true);
    case 'media':
      return showMedia(turn);
    case 'gaps': {
      const found = resultOf(turn, 'identify_gaps');
      return found
        ? say(gapsText(found))
        : (callTool(turn, 'identify_gaps', {}) ?? answerQuestion(answering, false));
    }
    case 'progress': {
      const found = resultOf(turn, 'get_learner_progress');
      return found
        ? say(progressText(found))
        : (callTool(turn, 'get_learner_progress', {}) ?? answerQuestion(answering, false));
    }
    case 'next':
      return goOn(turn);
    case 'more':
      return answerQuestion(answering, true);
    case 'summary':
      return say(summaryOf(turn.passages, 3) || 'There is nothing here yet to sum up.');
    case 'teach':
      return teach(answering);
    case 'greeting':
    case 'thanks': {
      const topics = coverageText(turn.passages);
      const hello = intent === 'greeting' ? 'Hello!' : 'Good.';
      return say(
        `${hello} ${topics ? `We have ${topics} here. ` : ''}Ask me anything about it, or say “quiz me”.`,
      );
    }
    case 'question':
      return answerQuestion(answering, false);
    case 'statement':
      return turn.question ? commentOnAnswer(turn) : weighStatement(answering);
  }
}

/** The tutor's reply to a turn: a call of one of the tools that the request offers, or text with citations. */
export async function answerAsTutor(turn: Turn, needs: ChatNeeds): Promise<ChatReply> {
  const intent = intentOf(turn.learner);
  // A short answer ("yes", "no") to a live question is an answer, not small talk.
  const isAnswer = turn.question !== undefined && (intent === 'thanks' || intent === 'greeting');
  return respond(turn, isAnswer ? 'statement' : intent, needs);
}
