/** What the narrative model is asked to write, and how what it wrote is read: piece by piece, so that one bad choice costs only itself. */
import { z } from 'zod';

const conceptNames = (meaning: string) =>
  z.array(z.string()).describe(`${meaning}; names as listed with the nuggets, may be empty`);

const proposedChoice = z.object({
  text: z.string().min(1).describe('what the learner reads on the button, at most 12 words'),
  nextNuggetId: z.string().describe('id of the nugget this choice leads to'),
  revealsGap: conceptNames('concepts the learner shows not to know by choosing this'),
  confirmsMastery: conceptNames('concepts the learner claims to know by choosing this'),
  adaptsTo: conceptNames('gaps this path is meant for'),
});

/** The form asked of the model. Plain (no transforms, no defaults), as structured outputs demand. */
export const proposedNarrativeSchema = z.object({
  nodes: z
    .array(
      z.object({
        nuggetId: z.string(),
        choices: z.array(proposedChoice).describe('three or four different ways to go on'),
      }),
    )
    .describe('one node for every nugget'),
});

export type ProposedNarrative = z.infer<typeof proposedNarrativeSchema>;

const looseList = z.object({ nodes: z.array(z.unknown()) });
const looseNode = z.object({ nuggetId: z.string(), choices: z.array(z.unknown()) });
const looseNames = z
  .array(z.unknown())
  .catch([])
  .transform((names) => names.filter((name) => typeof name === 'string'));
const looseChoice = z.object({
  text: z.string().min(1),
  nextNuggetId: z.string(),
  revealsGap: looseNames,
  confirmsMastery: looseNames,
  adaptsTo: looseNames,
});

/** Reads what a model wrote, whatever it is: what fits the form is kept, the rest dropped. Never throws. */
export function readNarrative(written: unknown): ProposedNarrative {
  const list = looseList.safeParse(written);
  if (!list.success) return { nodes: [] };
  const nodes = list.data.nodes.flatMap((value) => {
    const node = looseNode.safeParse(value);
    if (!node.success) return [];
    const choices = node.data.choices.flatMap((choice) => {
      const read = looseChoice.safeParse(choice);
      return read.success ? [read.data] : [];
    });
    return [{ nuggetId: node.data.nuggetId, choices }];
  });
  return { nodes };
}
