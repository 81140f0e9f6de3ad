/** `npm run reset`: asks, then empties the local run's folder. `--yes` answers for those who cannot be asked. */
import { existsSync, rmSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { dataFolder, holderOf } from './instance.ts';

const folder = dataFolder();
const holder = holderOf(folder);

if (!existsSync(folder)) {
  console.log(`There is nothing in ${folder}.`);
} else if (holder !== undefined) {
  console.error(`Nuggets runs on ${folder} (process ${holder}). Stop it first.`);
  process.exitCode = 1;
} else if (process.argv.includes('--yes') || (await confirmed())) {
  rmSync(folder, { recursive: true, force: true });
  console.log(`Emptied ${folder}.`);
} else {
  console.log('Nothing was changed.');
}

async function confirmed(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(
    `Delete everything in ${folder}: people, documents, lessons? Type "yes": `,
  );
  terminal.close();
  return answer.trim() === 'yes';
}
