/** The offline tutor: finds out what the learner wants, calls the tool for it, or answers in the sources' own words. */
import {
  type Answering,
  answerQuestion,
  passVerdictOn,
  teach,
  weighStatement,
  wholeQuestion,
} from './answering.ts';
import type { ChatNeeds } from './chat.ts';
import { hintFor } from './hints.ts';
import { type Intent, intentOf } from './intents.ts';
import type { ChatReply } from './openai-wire.ts';
import { coverageText } from './quoting.ts';
import {
  askQuestion,
  callTool,
  goOn,
  passagesHere,
  resultOf,
  say,
  showMedia,
  summaryOf,
} from './tool-calls.ts';
import { gapsText, progressText } from './tool-results.ts';
import type { ToolResult, Turn } from './turn.ts';

/** A tool without arguments whose answer is put into words; a question like any other where it is not offered. */
async function report(
  answering: Answering,
  name: string,
  inWords: (result: ToolResult) => string,
): Promise<ChatReply> {
  const found = resultOf(answering.turn, name);
  return found ? say(inWords(found)) : (callTool(answering.turn, name, {}) ?? answerQuestion(answering));
}

function smallTalk(turn: Turn, intent: 'greeting' | 'thanks'): ChatReply {
  const topics = coverageText(passagesHere(turn));
  const start = intent === 'greeting' ? 'Hello!' : 'Good.';
  return say(
    `${start} ${topics ? `We have ${topics} here. ` : ''}Ask me anything about it, or say “quiz me”.`,
  );
}

function respond(answering: Answering, intent: Intent): ChatReply | Promise<ChatReply> {
  const { turn, needs } = answering;
  switch (intent) {
    case 'quiz':
      return askQuestion(turn);
    case 'hint':
      return turn.question
        ? hintFor(turn.question, turn.passages, needs.embedder).then(say)
        : answerQuestion(answering, true);
    case 'media':
      return showMedia(turn);
    case 'gaps':
      return report(answering, 'identify_gaps', gapsText);
    case 'progress':
      return report(answering, 'get_learner_progress', progressText);
    case 'next':
      return goOn(turn);
    case 'more':
      return answerQuestion(answering, true);
    case 'summary':
      return say(summaryOf(passagesHere(turn), 3) || 'There is nothing here yet to sum up.');
    case 'teach':
      return teach(answering);
    case 'greeting':
    case 'thanks':
      return smallTalk(turn, intent);
    case 'question':
      // What leans on an earlier question wants more than was said to that.
      return answerQuestion(answering, answering.question !== turn.learner);
    case 'statement':
      return turn.question ? passVerdictOn(answering) : weighStatement(answering);
    default:
      return intent satisfies never;
  }
}

/** The tutor's reply to a turn: a call of one of the tools that the request offers, or text with citations. */
export async function answerAsTutor(turn: Turn, needs: ChatNeeds): Promise<ChatReply> {
  const answering = { turn, needs, question: wholeQuestion(turn) };
  // With a verdict at hand the words were an answer, whatever they look like.
  if (turn.verdict) return passVerdictOn(answering);
  const intent = intentOf(turn.learner);
  const isAnswer = turn.question !== undefined && (intent === 'thanks' || intent === 'greeting');
  return respond(answering, isAnswer ? 'statement' : intent);
}
