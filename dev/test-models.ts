/** For tests: models that say what they are told to (scripted-provider.ts tells which replies there are). */
import { inject } from 'vitest';
import { z } from 'zod';
import type { Heard, Reply } from './scripted-provider.ts';

/** A name of its own, so that tests don't hear each other; `kind` may be one of the ready ones (`stall` …). */
export const newModel = (kind = 'scripted'): string => `${kind}:${crypto.randomUUID()}`;

/** What the model will say, request by request; the last reply repeats. */
export async function script(model: string, ...replies: Reply[]): Promise<void> {
  const response = await fetch(`${inject('scriptedUrl')}/script`, {
    method: 'POST',
    body: JSON.stringify({ model, replies }),
  });
  if (!response.ok) throw new Error(await response.text());
}

const Journal: z.ZodType<Heard[]> = z.array(
  z.object({
    path: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.unknown(),
    aborted: z.boolean(),
  }),
);

/** The requests that came for the model. */
export async function heard(model: string): Promise<Heard[]> {
  const response = await fetch(`${inject('scriptedUrl')}/journal?model=${encodeURIComponent(model)}`);
  return Journal.parse(await response.json());
}
