/** Asks the scoring tool that lies beside the data sets; SCORE_TOOL names another place. */
import { execFileSync } from 'node:child_process';

/** The tool's figures for predictions of a set; it exits with 1 where some are missing, and then still has scored. */
export function score(set: string, predictions: string): unknown {
  const tool = process.env['SCORE_TOOL'] ?? '../shared/tools/score.mjs';
  const said = execFileSync(process.execPath, [tool, set, predictions], { encoding: 'utf8' });
  return JSON.parse(said.trim().split('\n').at(-1) ?? '{}');
}
