/**
 * One turn: the learner's words in, frames out. Pure but for the verbs it is lent; the door stores what it yields.
 *
 * Effects are held until their round is over and then go out with it in one frame, so that a round and what it did
 * are stored together or not at all: a turn that died goes on from its last stored step, and nothing is done twice.
 */
import { AppError } from '../base/errors.ts';
import type {
  AskedChat,
  ChatEvent,
  ChatMessage,
  Models,
  ReadiedChat,
  ToolCallMessage,
} from '../models/port.ts';
import { type CitationNeeds, checkCitations } from './citations.ts';
import { type Desk, openDesk } from './desk.ts';
import type { Effect } from './effects.ts';
import { ANSWER_RUNG } from './hints.ts';
import { type JudgeNeeds, judgeOpen, type Verdict } from './judge.ts';
import type { Lesson, LiveQuestion, Passage } from './lesson.ts';
import { discreet, guardOutput } from './output.ts';
import { buildPrompt, RULES } from './prompt.ts';
import { Media, type MessageData, type ToolCall } from './protocol.ts';
import { levelsOf } from './record.ts';
import { tells } from './telling.ts';
import { type ToolNeeds, toolsFor } from './tools.ts';
import { verdictEffects } from './verdict.ts';

export type Round = {
  kind: 'round';
  round: number;
  text: string;
  calls: readonly ToolCallMessage[];
  results: readonly { toolCallId: string; content: string }[];
  /** The calls as the learner may see them. */
  shown: ToolCall[];
  /** All passages numbered so far, in their order, and how many of them the prompt had: a resumed turn numbers them the same. */
  passages: Passage[];
  prompted: number;
};

export type Step = Round | { kind: 'verdict'; verdict: Verdict };

export type TurnInput = {
  /** Of the answer that is to be written; effects derive their ids from it. */
  messageId: string;
  /** The learner's words, exactly. */
  words: string;
  /** The question that the words answer, as it was when they came; null for any other message. */
  answers: LiveQuestion | null;
  /** Judged when it came, where code could. */
  verdict: Verdict | null;
  /** Ids of the questions that the session has put so far. */
  asked: readonly string[];
  /** Stored by an earlier run of the same turn. */
  steps: readonly Step[];
  history: readonly { role: 'user' | 'assistant'; content: string }[];
  summary: string | null;
};

export type TurnFrame =
  /** Offset in UTF-16 units; 0 again where the writing starts anew. */
  | { type: 'delta'; offset: number; text: string }
  | { type: 'step'; step: Step; effects: Effect[] }
  /** The last frame. `retry` where the turn failed for a reason that may pass; `refusal` says why money or calls were denied. */
  | { type: 'end'; message: MessageData; retry: boolean; refusal: string | null };

export type TurnNeeds = CitationNeeds &
  ToolNeeds & {
    streamChat: Models['streamChat'];
    judge: Omit<JudgeNeeds, 'signal'>;
    caller: Parameters<Models['streamChat']>[0]['caller'];
    /** Resolves after so many milliseconds, or never once the signal is aborted. */
    sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  };

export type ReadyNeeds = TurnNeeds & Pick<Models, 'readyChat'>;

/** Rounds of tools in one turn; a model that still wants more has to answer. */
const MAX_ROUNDS = 5;
/** A model that says nothing for this long has stalled, milliseconds; tools run within it. */
const STALL_MS = 30_000;
/** Whole turn, milliseconds. */
const LONGEST_MS = 120_000;
/** UTF-16 units: about 3,000 words, past anything a tutor should say at once. */
const LONGEST_ANSWER = 20_000;
const TRIES = 2;
/** Seconds: calls of a minute come back by themselves, a month's budget does not. */
const SOON = 120;

export const FAILED =
  'I can’t reach the model at the moment. Your message is kept, and I answer it as soon as the model is back.';
export const SPENT =
  'The budget for tutoring is used up for now. Your message is kept; please tell your instructor.';
export const BUSY = 'Many are asking at once. Your message is kept, and I answer it in a moment.';
const REFUSED =
  'I would rather not answer that. Let us go back to the lesson: what would you like to know about it?';

type Running = {
  desk: Desk;
  rounds: Round[];
  /** How many of the desk's passages the prompt shows; later ones came by tools. */
  prompted: number;
  verdict: Verdict | null;
  text: string;
  signal: AbortSignal;
  /** What the model was asked before the turn began, until it is followed. */
  asked: Promise<AskedChat | null> | null;
};

/** The question of a turn whose words are still to come, where nothing but an answer will be due. */
export function readyTurn(
  needs: ReadyNeeds,
  lesson: Lesson,
  said: Pick<TurnInput, 'history' | 'summary'>,
): Promise<ReadiedChat | null> {
  const desk = openDesk({ messageId: '', words: '', asked: [] }, lesson, lesson.pack.passages, needs.now);
  const prompted = desk.passages().length;
  const prompt = promptOf(
    { ...said, words: '', answers: null },
    { desk, prompted, verdict: null },
    needs.now(),
  );
  return needs.readyChat({
    caller: needs.caller,
    messages: prompt.slice(0, -1),
    tools: toolsFor(desk, needs),
  });
}

/**
 * Runs a turn. Ends with exactly one `end`, whatever the model does; throws only what is a fault of ours. `asked` is what
 * `readyTurn` made of the same lesson, asked with the turn's words.
 */
export async function* runTurn(
  needs: TurnNeeds,
  lesson: Lesson,
  turn: TurnInput,
  cancelled: AbortSignal,
  asked: Promise<AskedChat | null> | null = null,
): AsyncGenerator<TurnFrame, void, void> {
  const clock = new AbortController();
  const signal = AbortSignal.any([cancelled, clock.signal]);
  void needs
    .sleep(LONGEST_MS, signal)
    .then(() => clock.abort(new AppError('upstream_error', 'The turn took too long.')));
  const rounds = turn.steps.filter((step) => step.kind === 'round');
  const desk = openDesk(turn, lesson, rounds.at(-1)?.passages ?? lesson.pack.passages, needs.now);
  const prompted = rounds[0]?.prompted ?? desk.passages().length;
  const judged = turn.verdict ?? turn.steps.find((step) => step.kind === 'verdict')?.verdict ?? null;
  const running: Running = { desk, rounds, prompted, verdict: judged, text: '', signal, asked };
  try {
    yield* judgeFirst(needs, turn, running);
    yield* tryToAnswer(needs, turn, running);
    yield {
      type: 'end',
      message: await finish(needs, turn, running, 'complete'),
      retry: false,
      refusal: null,
    };
  } catch (thrown) {
    if (cancelled.aborted) {
      yield {
        type: 'end',
        message: await finish(needs, turn, running, 'cancelled'),
        retry: false,
        refusal: null,
      };
      return;
    }
    if (!(thrown instanceof AppError)) throw thrown;
    const isSpent = thrown.errorType === 'rate_limited' && (thrown.retryAfter ?? SOON + 1) > SOON;
    const content = isSpent ? SPENT : thrown.errorType === 'rate_limited' ? BUSY : FAILED;
    const message = { ...(await finish(needs, turn, { ...running, text: '' }, 'failed')), content };
    const refusal = thrown.errorType === 'rate_limited' ? thrown.message : null;
    yield { type: 'end', message, retry: !isSpent, refusal };
  } finally {
    clock.abort();
    asked?.then(
      (chat) => chat?.drop(),
      () => undefined,
    );
  }
}

/** An open answer is judged by a model of its own before the tutor speaks; the verdict is a step, stored before it goes on. */
async function* judgeFirst(
  needs: TurnNeeds,
  turn: TurnInput,
  running: Running,
): AsyncGenerator<TurnFrame, void, void> {
  if (turn.answers === null || running.verdict !== null) return;
  const verdict = await judgeOpen(turn.answers, turn.words, { ...needs.judge, signal: running.signal });
  const effects = verdictEffects(turn.answers, turn.words, verdict, turn.messageId, needs.now());
  running.verdict = verdict;
  running.desk.act(0, effects);
  running.desk.take();
  yield { type: 'step', step: { kind: 'verdict', verdict }, effects };
}

async function* tryToAnswer(
  needs: TurnNeeds,
  turn: TurnInput,
  running: Running,
): AsyncGenerator<TurnFrame, void, void> {
  for (let attempt = 1; ; attempt++) {
    try {
      yield* stream(needs, turn, running);
      if (running.text.trim() !== '') return;
      throw new AppError('upstream_error', 'The model answered nothing.');
    } catch (thrown) {
      const mayPass = thrown instanceof AppError && thrown.errorType === 'upstream_error';
      if (running.signal.aborted || !mayPass || attempt === TRIES) throw thrown;
      // What the broken round did was never stored: it is forgotten here too.
      running.desk.forget();
    }
  }
}

/** From the last stored round to the answer's end. */
async function* stream(
  needs: TurnNeeds,
  turn: TurnInput,
  running: Running,
): AsyncGenerator<TurnFrame, void, void> {
  const { desk, rounds } = running;
  const guard = guardOutput(RULES, () => desk.lesson().question);
  running.text = '';
  const say = function* (text: string): Generator<TurnFrame, void, void> {
    if (text === '') return;
    yield { type: 'delta', offset: running.text.length, text };
    running.text += text;
  };
  for (const { text } of rounds) yield* say(guard.push(text === '' ? '' : `${text}\n\n`));
  const stall = new AbortController();
  const request = {
    tools: toolsFor(desk, needs),
    maxRounds: MAX_ROUNDS,
    signal: AbortSignal.any([running.signal, stall.signal]),
  };
  const asked = await running.asked;
  running.asked = null;
  const events =
    asked?.stream(request) ??
    needs.streamChat({
      ...request,
      caller: needs.caller,
      messages: [...promptOf(turn, running, needs.now()), ...rounds.flatMap(roundMessages)],
      firstRound: rounds.length,
    });
  for await (const event of unstalled(needs, events, stall, running.signal)) {
    if (event.type === 'text') {
      yield* say(guard.push(event.text));
      if (running.text.length <= LONGEST_ANSWER) continue;
      stall.abort();
      break;
    }
    if (event.type === 'round') {
      const { effects, shown } = desk.take();
      const { type: _type, ...stored } = event;
      const passages = desk.passages().map(({ n: _n, ...passage }) => passage);
      const round: Round = { kind: 'round', ...stored, shown, passages, prompted: running.prompted };
      rounds.push(round);
      yield { type: 'step', step: round, effects };
      if (event.text !== '') yield* say(guard.push('\n\n'));
      continue;
    }
    if (event.finish === 'refused') yield* say(REFUSED);
  }
  yield* say(guard.end());
}

/** Passes events on and gives up on a source that is silent for too long. */
async function* unstalled(
  needs: Pick<TurnNeeds, 'sleep'>,
  events: AsyncIterable<ChatEvent>,
  stall: AbortController,
  signal: AbortSignal,
): AsyncGenerator<ChatEvent, void, void> {
  const source = events[Symbol.asyncIterator]();
  const watch = watchOver(needs, signal);
  try {
    for (;;) {
      const next = await watch.over(source.next());
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    watch.end();
    stall.abort();
  }
}

/**
 * Breaks off a wait that lasts too long, or when the signal says so. One timer and one listener for all waits of a stream,
 * since a word must cost next to nothing: therefore a silence is noticed after one to two times its length.
 */
function watchOver({ sleep }: Pick<TurnNeeds, 'sleep'>, signal: AbortSignal) {
  const ended = new AbortController();
  let waits = 0;
  let breakOff: ((reason: unknown) => void) | undefined;
  const look = (before: number): void => {
    if (ended.signal.aborted) return;
    // Where the wait is over, and it is the consumer who takes their time, this comes to nothing.
    if (waits === before) breakOff?.(new AppError('upstream_error', 'The model fell silent.'));
    const now = waits;
    void sleep(STALL_MS, ended.signal).then(() => look(now));
  };
  const stop = () => breakOff?.(signal.reason);
  look(-1);
  signal.addEventListener('abort', stop);
  return {
    over: <T>(wait: Promise<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        waits += 1;
        breakOff = reject;
        wait.then(resolve, reject);
        if (signal.aborted) reject(signal.reason);
      }),
    end: (): void => {
      ended.abort();
      signal.removeEventListener('abort', stop);
    },
  };
}

const roundMessages = ({ text, calls, results }: Round): ChatMessage[] => [
  { role: 'assistant', content: text, toolCalls: calls },
  ...results.map(({ toolCallId, content }): ChatMessage => ({ role: 'tool', toolCallId, content })),
];

function promptOf(
  turn: Pick<TurnInput, 'answers' | 'history' | 'summary' | 'words'>,
  { desk, prompted, verdict }: Pick<Running, 'desk' | 'prompted' | 'verdict'>,
  now: Date,
): ChatMessage[] {
  const lesson = desk.lesson();
  return buildPrompt({
    lesson,
    passages: desk.passages().slice(0, prompted),
    levels: levelsOf(lesson, now),
    answered: turn.answers,
    verdict,
    history: turn.history,
    summary: turn.summary,
    words: turn.words,
  });
}

async function finish(
  needs: TurnNeeds,
  turn: TurnInput,
  running: Running,
  status: MessageData['status'],
): Promise<MessageData> {
  const { desk, rounds, text } = running;
  const live = desk.lesson().question;
  const mayShow = (said: string): boolean => live === null || live.rung >= ANSWER_RUNG || !tells(live, said);
  const checked = await checkCitations(text.trimEnd().toWellFormed(), desk.passages(), needs, mayShow);
  const shown = rounds.flatMap((round) => round.shown).map((call) => discreet(call, RULES, mayShow));
  return {
    messageId: turn.messageId,
    role: 'assistant',
    content: checked.content,
    citations: checked.citations,
    toolCalls: shown,
    media: shown.flatMap(({ name, result }) => (name === 'show_media' ? mediaOf(result) : [])),
    status,
  };
}

function mediaOf(result: unknown): MessageData['media'] {
  const shown = Media.safeParse(result);
  return shown.success ? [shown.data] : [];
}
