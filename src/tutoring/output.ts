/** What the model writes, on its way to the learner: whole characters, no echo of the instructions, no answer before its rung. */

import { type Withholding, withhold } from './hints.ts';
import type { LiveQuestion } from './lesson.ts';
import type { ToolCall } from './protocol.ts';

/** Holds a lone half of a surrogate pair until the other comes; drops NUL, which neither JSON's readers nor Postgres hold. */
function wholeCharacters(): Withholding {
  let half = '';
  return {
    push: (text) => {
      const all = (half + text).replaceAll('\0', '');
      half = /[\ud800-\udbff]$/.exec(all)?.[0] ?? '';
      return all.slice(0, all.length - half.length).toWellFormed();
    },
    end: () => '',
  };
}

/** So many words in a row of the instructions are no chance: this is an echo. */
const ECHO = 8;

const WORD = /[\p{L}\p{N}]+/gu;
const runsOf = (words: readonly string[]): string[] =>
  words.slice(ECHO - 1).map((_, i) => words.slice(i, i + ECHO).join(' '));

/** What stands in for an echo of the instructions. */
export const NO_ECHO = ' … I keep my instructions to myself.';

const secrets = new Map<string, ReadonlySet<string>>();

/** Read once an isolate: a learner waits for every turn's beginning. */
function runsIn(instructions: string): ReadonlySet<string> {
  const known = secrets.get(instructions) ?? new Set(runsOf(instructions.toLowerCase().match(WORD) ?? []));
  secrets.set(instructions, known);
  return known;
}

/** Whether a text recites the instructions. */
export function recites(instructions: string, text: string): boolean {
  const secret = runsIn(instructions);
  return runsOf(text.toLowerCase().match(WORD) ?? []).some((run) => secret.has(run));
}

/** A call as it may stand in the conversation: what goes into a tool and what comes out is told like any other word. */
export function discreet(call: ToolCall, instructions: string, mayShow: (said: string) => boolean): ToolCall {
  const shown = (value: unknown): unknown => {
    const said = wordsIn(value).join('\n');
    return mayShow(said) && !recites(instructions, said) ? value : {};
  };
  return { ...call, arguments: shown(call.arguments), result: shown(call.result) };
}

const wordsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(wordsIn)
      : [];

/** Cuts the stream where it starts to recite the instructions. The few words before are no secret; the rest is. */
function withoutEcho(instructions: string): Withholding {
  const secret = runsIn(instructions);
  let last: string[] = [];
  /** The end of what was shown, where it may be the beginning of a word. */
  let begun = '';
  let isCut = false;
  return {
    push: (text) => {
      if (isCut) return '';
      const all = begun + text;
      for (const { 0: word, index } of all.matchAll(WORD)) {
        const end = index + word.length;
        if (end === all.length) break;
        last = [...last.slice(1 - ECHO), word.toLowerCase()];
        if (!secret.has(last.join(' '))) continue;
        isCut = true;
        return all.slice(begun.length, end) + NO_ECHO;
      }
      begun = /[\p{L}\p{N}]*$/u.exec(all)?.[0] ?? '';
      return text;
    },
    end: () => '',
  };
}

/** All three in a row. */
export function guardOutput(instructions: string, liveQuestion: () => LiveQuestion | null): Withholding {
  const guards = [wholeCharacters(), withoutEcho(instructions), withhold(liveQuestion)];
  const pass = (text: string, from: number): string =>
    guards.slice(from).reduce((sofar, guard) => guard.push(sofar), text);
  return {
    push: (text) => pass(text, 0),
    end: () => guards.map((guard, i) => pass(guard.end(), i + 1)).join(''),
  };
}
