/** What a group of processes has used, as Linux shows it. */
import { readdirSync, readFileSync } from 'node:fs';

/** The processes of a group, as Linux shows them. */
const groupOf = (group: number | undefined): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => Number(statOf(pid)[2]) === group);

/** What follows the name in /proc/PID/stat: state, parent, group … (proc_pid_stat(5)); nothing of one that ended. */
function statOf(pid: number): string[] {
  try {
    return (readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1) ?? '').split(' ');
  } catch {
    return [];
  }
}

/** A tick is a hundredth of a second on every Linux that Node runs on. */
export const cpuSeconds = (group: number | undefined): number =>
  groupOf(group).reduce((sum, pid) => sum + (Number(statOf(pid)[11]) + Number(statOf(pid)[12])) / 100, 0);

/** Of the largest one, which is the runtime. */
export const peakMb = (group: number | undefined): number =>
  Math.max(
    ...groupOf(group).map((pid) =>
      Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024),
    ),
  );
