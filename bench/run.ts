/**
 * Runs one bench by name, as if its file had been started itself: everything after the name is the bench's own.
 *
 *   npm run bench -- NAME [arguments]          without a name: what there is
 */
import { join } from 'node:path';

const BENCHES: Record<string, { file: string; shows: string }> = {
  ingestion: {
    file: 'ingestion/all.ts',
    shows: 'how well files, pages and addresses are read and found again',
  },
  mastery: { file: 'mastery.ts', shows: 'how well answers are predicted' },
  planner: { file: 'planner.ts', shows: 'how many nuggets it takes to know a course' },
  review: { file: 'review.ts', shows: 'whether the schedule is FSRS' },
  narrative: { file: 'narrative.ts', shows: 'whether stories hold together whatever a model writes' },
  linking: { file: 'linking.ts', shows: 'what ten thousand concepts add when a document joins them' },
  lesson: { file: 'lesson.ts', shows: 'what a lesson adds to its model, beside a relay and a chat agent' },
  grading: { file: 'grading.ts', shows: 'how well free answers are graded' },
  authoring: {
    file: 'authoring.ts',
    shows: 'what is made of the samples, how much is traced, and its price',
  },
  bundles: { file: 'bundles.ts', shows: 'how large the workers are' },
};

const [name = '', ...args] = process.argv.slice(2);
const bench = BENCHES[name];
if (bench === undefined) {
  const list = Object.entries(BENCHES).map(([each, { shows }]) => `  ${each.padEnd(10)} ${shows}`);
  console.error(`npm run bench -- NAME [arguments]\n\n${list.join('\n')}`);
  process.exitCode = name === '' ? 0 : 1;
} else {
  const file = join(import.meta.dirname, bench.file);
  process.argv.splice(1, process.argv.length, file, ...args);
  await import(file);
}
