import { z } from 'zod';
import type { ChatMessage } from './port.ts';
import { type Usage, unreadable } from './provider.ts';

/** A model's words as what they were asked to be: read, checked, and mended once. */
export type StructuredNeeds = {
  answer: (messages: readonly ChatMessage[]) => Promise<{ text: string; usage: Usage }>;
  used: (usage: Usage) => void;
};

/** Throws `upstream_error` where the second answer does not fit either. */
export async function askStructured<T>(
  { answer, used }: StructuredNeeds,
  { messages, schema }: { messages: readonly ChatMessage[]; schema: z.ZodType<T> },
): Promise<T> {
  const first = await answer(messages);
  used(first.usage);
  const read = readJson(first.text, schema);
  if (read.ok) return read.value;
  const second = await answer([
    ...messages,
    { role: 'assistant', content: first.text },
    {
      role: 'user',
      content: `That does not fit: ${read.problem}\nAnswer again with the corrected JSON and nothing else.`,
    },
  ]);
  used(second.usage);
  const mended = readJson(second.text, schema);
  if (mended.ok) return mended.value;
  throw unreadable('JSON that does not fit its schema, twice');
}

type Read<T> = { ok: true; value: T } | { ok: false; problem: string };

/** Small models wrap JSON in a fence or in a sentence. */
function readJson<T>(text: string, schema: z.ZodType<T>): Read<T> {
  const inner = /```(?:json)?\s*([\s\S]*?)```/.exec(text)?.[1] ?? /[{[][\s\S]*[}\]]/.exec(text)?.[0] ?? text;
  let value: unknown;
  try {
    value = JSON.parse(inner);
  } catch {
    return { ok: false, problem: 'it is not valid JSON.' };
  }
  const parsed = schema.safeParse(value);
  return parsed.success
    ? { ok: true, value: parsed.data }
    : { ok: false, problem: z.prettifyError(parsed.error) };
}
