import { useEffect, useId, useState } from 'preact/hooks';
import type { MessageData, ProgressData, QuestionData } from '../../tutoring/protocol.ts';
import { Button } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { later } from '../parts/later.tsx';
import { isShortcut } from '../shell/shortcuts.tsx';
import { words } from '../words/lesson.ts';
import { told } from '../words/told.ts';
import { AnswerText } from './answer.tsx';
import { useRoom } from './room.ts';

const Ordering = later(async () => (await import('./ordering.tsx')).Ordering);

const LETTERS = 'ABCDEFGH';

/** A question as proper controls. What was answered and asked for help is told over the socket; the tutor judges. */
export function Question({
  question,
  isLive,
  hints,
  isHinting,
  given,
  verdict,
}: {
  question: QuestionData;
  isLive: boolean;
  hints: readonly MessageData[];
  isHinting: boolean;
  /** What was answered last, perhaps on another device or before this page was opened. */
  given: string | null;
  verdict: ProgressData['answered'] | null;
}) {
  const { talk, isReadOnly, answers } = useRoom();
  const said = words.value.question;
  const { questionId, kind } = question;
  const options = optionsOf(question, said);
  const [wish, wishFor] = useState(answers.get(questionId));
  const answer = wish ?? (kind === 'ordering' ? orderOf(given, options) : (given ?? ''));
  const setAnswer = (chosen: string) => {
    answers.set(questionId, chosen);
    wishFor(chosen);
  };
  const own = talk.outbox.value.filter(
    ({ frame }) =>
      (frame.event === 'session:answer' || frame.event === 'session:hint') &&
      frame.data.questionId === questionId,
  );
  const refusal = own.find(({ state }) => state === 'refused');
  const isBusy = own.some(({ frame, state }) => frame.event === 'session:answer' && state !== 'refused');
  const isHelping =
    isHinting || own.some(({ frame, state }) => frame.event === 'session:hint' && state !== 'refused');
  const isWriting = talk.lesson.value.writing !== null || talk.lesson.value.isThinking;
  const isOpen =
    isLive && !verdict?.isOver && !isReadOnly.value && talk.lesson.value.session?.completedAt === null;
  const submit = (event: Event) => {
    event.preventDefault();
    if (!isOpen || isBusy || answer.trim() === '') return;
    if (refusal !== undefined) talk.drop(refusal.frame.id);
    talk.tell({ event: 'session:answer', data: { questionId, answer: answer.trim() } });
  };
  const canHelp = hints.length < question.hintsAllowed && !isHelping && !isWriting;
  const help = () => {
    talk.tell({ event: 'session:hint', data: { questionId } });
  };
  useKeys(isOpen, kind, options, setAnswer, canHelp ? help : undefined);

  return (
    <form class={isOpen ? 'ask' : 'ask ask-over'} onSubmit={submit}>
      <fieldset disabled={!isOpen}>
        <legend dir="auto">{question.question}</legend>
        {kind === 'ordering' && (
          <Ordering items={answer.split('\n')} onChange={(items) => setAnswer(items.join('\n'))} />
        )}
        {(kind === 'choice' || kind === 'truefalse') && (
          <Options
            id={questionId}
            options={options}
            value={answer}
            onChange={setAnswer}
            labels={kind === 'truefalse' ? [said.true, said.false] : options}
          />
        )}
        {(kind === 'open' || kind === 'cloze') && (
          <textarea
            class="ask-text"
            rows={kind === 'cloze' ? 1 : 2}
            aria-label={said.answer}
            value={answer}
            onInput={(event) => setAnswer(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) submit(event);
            }}
          />
        )}
        <Hints hints={hints} isHelping={isHelping} />
        {refusal !== undefined && (
          <p class="wrong ask-wrong" role="alert">
            {words.value.thread.refused(told.value.sentence(refusal.because ?? ''))}
          </p>
        )}
        {verdict && !isBusy && (
          <p class="ask-verdict">
            <span class="verdict-mark">
              <Icon name={verdict.isRight ? 'check' : 'refresh-cw'} small />
            </span>
            {verdict.isRight ? said.right : verdict.isOver ? said.over : said.notYet}
          </p>
        )}
        {isOpen && (
          <div class="rungs">
            {said.rungs.slice(0, question.hintsAllowed).map((name, rung) => (
              <button
                key={name}
                type="button"
                class="rung"
                aria-pressed={rung < hints.length}
                aria-disabled={rung !== hints.length || !canHelp ? 'true' : undefined}
                onClick={() => {
                  if (rung === hints.length && canHelp) help();
                }}
              >
                {name}
              </button>
            ))}
            <span class="tiny faint rung-cost">{said.cost}</span>
            <Button kind="pen" type="submit" disabled={answer.trim() === ''} busy={isBusy && said.checking}>
              {verdict ? said.again : said.check}
            </Button>
          </div>
        )}
      </fieldset>
    </form>
  );
}

/** The rungs that were opened, each with what it said; the last may still be being written. */
function Hints({ hints, isHelping }: { hints: readonly MessageData[]; isHelping: boolean }) {
  const { talk } = useRoom();
  const said = words.value.question;
  const writing = talk.painted.value;
  return (
    <>
      {hints.map((hint, rung) => (
        <Hint key={hint.messageId} name={said.rungs[rung]} text={hint.content} message={hint} />
      ))}
      {isHelping && (
        <Hint
          key={writing?.messageId ?? 'next'}
          name={said.rungs[hints.length]}
          text={writing?.text ?? ''}
          message={null}
        />
      )}
    </>
  );
}

const Hint = ({
  name,
  text,
  message,
}: {
  name: string | undefined;
  text: string;
  message: MessageData | null;
}) => (
  <div class="hint">
    <b>{name}</b>
    <AnswerText text={text} message={message} />
  </div>
);

/** The order that was given, unless it was told in other words. */
const orderOf = (given: string | null, options: readonly string[]): string => {
  const items = given?.split('\n') ?? [];
  const isOfThem = items.length === options.length && options.every((option) => items.includes(option));
  return (isOfThem ? items : options).join('\n');
};

const optionsOf = (
  { kind, options }: QuestionData,
  said: { true: string; false: string },
): readonly string[] =>
  kind === 'truefalse' && (options === undefined || options.length === 0)
    ? ['true', 'false']
    : (options ?? [said.true, said.false]);

function Options({
  id,
  options,
  labels,
  value,
  onChange,
}: {
  id: string;
  options: readonly string[];
  labels: readonly string[];
  value: string;
  onChange: (value: string) => void;
}) {
  const name = useId();
  return (
    <div class="opts">
      {options.map((option, i) => (
        <label key={option} class="opt">
          <input
            type="radio"
            name={`${name}-${id}`}
            value={option}
            checked={option === value}
            onChange={() => onChange(option)}
          />
          <span dir="auto">{labels[i] ?? option}</span>
          <kbd>{LETTERS[i]}</kbd>
        </label>
      ))}
    </div>
  );
}

/** A letter chooses, H helps where it is no option's letter. */
function useKeys(
  isOpen: boolean,
  kind: QuestionData['kind'],
  options: readonly string[],
  choose: (option: string) => void,
  help: (() => void) | undefined,
): void {
  useEffect(() => {
    if (!isOpen) return;
    const press = (event: KeyboardEvent) => {
      if (!isShortcut(event)) return;
      const key = event.key.toUpperCase();
      const option = kind === 'choice' || kind === 'truefalse' ? options[LETTERS.indexOf(key)] : undefined;
      if (key.length === 1 && option !== undefined) choose(option);
      else if (key === 'H') help?.();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  });
}
