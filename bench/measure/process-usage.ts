/** What Linux knows of a process: CPU time of all its threads and its resident memory. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** A tick of /proc/PID/stat, milliseconds; the same on every Linux. */
const tickMs = 10;

/** CPU time used so far, user and system, all threads. */
export function cpuMs(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** False also for a process that has ended and was not yet waited for. */
export function isAlive(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/stat`)) return false;
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return !/^[ZX]/.test(stat.slice(stat.lastIndexOf(')') + 2));
}

/** Resident memory now, bytes. */
export const residentBytes = (pid: number) => readKilobytes(`/proc/${pid}/smaps_rollup`, 'Rss');

/** Forgets the highest resident memory so far. */
export const resetPeak = (pid: number) => writeFileSync(`/proc/${pid}/clear_refs`, '5');

/** The highest resident memory since the last reset, bytes. */
export const peakBytes = (pid: number) => readKilobytes(`/proc/${pid}/status`, 'VmHWM');

function readKilobytes(file: string, key: string): number {
  const kilobytes = new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(readFileSync(file, 'utf8'))?.[1];
  if (!kilobytes) throw new Error(`${file} has no ${key}.`);
  return Number(kilobytes) * 1024;
}
