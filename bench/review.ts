/**
 * Whether our schedule is FSRS: every step of the vectors (200 cards, 12 reviews each, made with ts-fsrs 5.4.2 under
 * parameters of their own) against src/learning/review.ts, to 1e-4.
 *
 *   npm run bench -- review [--vectors FILE] [--predictions OUT.json]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { makeSchedule, type ReviewCard, retrievability, schedule } from '../src/learning/review.ts';

const TOLERANCE = 1e-4;

const stepSchema = z.object({
  review: z.string(),
  rating: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]),
  due: z.string(),
  stability: z.number(),
  difficulty: z.number(),
  state: z.number(),
});
const stepUnit = z.templateLiteral([z.number(), z.enum(['m', 'h', 'd'])]);
const vectorsSchema = z.object({
  params: z.object({
    request_retention: z.number(),
    maximum_interval: z.number(),
    w: z.array(z.number()),
    enable_short_term: z.boolean(),
    learning_steps: z.array(stepUnit),
    relearning_steps: z.array(stepUnit),
  }),
  sequences: z.array(z.array(stepSchema)),
});
type Step = z.infer<typeof stepSchema>;

const close = (a: number, b: number): boolean => Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(b));

const isEqual = (card: ReviewCard, want: Step): boolean =>
  card.due === Date.parse(want.due) &&
  card.state === want.state &&
  close(card.stability, want.stability) &&
  close(card.difficulty, want.difficulty);

/** The card after every review of a sequence. */
function play(sequence: readonly Step[], next: typeof schedule): ReviewCard[] {
  let card: ReviewCard | null = null;
  return sequence.map(({ rating, review }) => {
    card = next(card, rating, Date.parse(review));
    return card;
  });
}

export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      vectors: { type: 'string', default: '../shared/data/review/vectors.json' },
      predictions: { type: 'string' },
    },
  });
  const { params, sequences } = vectorsSchema.parse(JSON.parse(readFileSync(values.vectors, 'utf8')));
  const started = performance.now();
  const underTheirs = sequences.map((sequence) => play(sequence, makeSchedule(params)));
  const underOurs = sequences.map((sequence) => play(sequence, schedule));
  const seconds = (performance.now() - started) / 1000;
  const equal = (played: ReviewCard[][]): number =>
    played.flatMap((cards, s) =>
      cards.filter((card, i) => {
        const want = sequences[s]?.[i];
        return want !== undefined && isEqual(card, want);
      }),
    ).length;
  const steps = sequences.flat().length;
  const recalled = underOurs.flat().every((card) => close(retrievability(card, card.lastReview ?? 0), 1));
  console.table({
    "with the vectors' parameters": { steps, equal: equal(underTheirs) },
    'with the ones we ship': { steps, equal: equal(underOurs) },
  });
  if (values.predictions !== undefined) {
    const rows = underOurs.map((cards) =>
      cards.map(({ due, stability, difficulty, state }) => ({
        due: new Date(due).toISOString(),
        stability,
        difficulty,
        state,
      })),
    );
    writeFileSync(values.predictions, JSON.stringify({ sequences: rows }));
  }
  console.log(
    JSON.stringify({
      steps,
      stepsEqual: equal(underOurs),
      recalledAtReview: recalled,
      seconds: Number(seconds.toFixed(3)),
    }),
  );
}

if (process.argv[1] === import.meta.filename) await run(process.argv.slice(2));
