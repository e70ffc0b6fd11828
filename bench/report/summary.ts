/** From rounds to one figure per server and measure, and from those to whether a target is reached. */
import { maxClientBusy } from '../measure/meter.ts';
import type { Line, Measure, Scenario } from '../scenario.ts';
import { allServers, getServer } from '../servers/all.ts';
import type { ServerId } from '../servers/server-kind.ts';
import type { ScenarioResult } from './results.ts';

export interface Verdict {
  measure: Measure;
  own: number;
  peer: { label: string; figure: number } | null;
  /** Longtable's figure over the best peer's. */
  ratio: number | null;
  /** Null without a target, or without a peer to hold it against. */
  isReached: boolean | null;
}

/** Lines during which the client could keep up. */
export const validLines = (lines: readonly Line[]) => lines.filter(({ clientBusy }) => clientBusy <= maxClientBusy);

/** The median over the valid rounds, or null. */
export function figureOf(result: ScenarioResult, id: ServerId, key: string): number | null {
  const values = validLines(result.lines[id] ?? [])
    .map(({ figures }) => figures[key] ?? null)
    .filter((value) => value !== null && Number.isFinite(value)) as number[];
  return values.length > 0 ? median(values) : null;
}

export function judge(scenario: Scenario, result: ScenarioResult): Verdict[] {
  return scenario.measures.flatMap((measure) => {
    const own = figureOf(result, 'longtable', measure.key);
    if (own === null) return [];
    const peer = bestPeer(result, measure);
    const ratio = peer && peer.figure > 0 ? own / peer.figure : null;
    return [{ measure, own, peer, ratio, isReached: isReached(measure, own, ratio) }];
  });
}

function bestPeer(result: ScenarioResult, { key, better }: Measure): Verdict['peer'] {
  const peers = allServers
    .filter(({ role }) => role === 'peer')
    .flatMap(({ id }) => {
      const figure = figureOf(result, id, key);
      return figure === null ? [] : [{ label: getServer(id).label, figure }];
    })
    .sort((a, b) => (better === 'less' ? a.figure - b.figure : b.figure - a.figure));
  return peers[0] ?? null;
}

function isReached({ target, better }: Measure, own: number, ratio: number | null): boolean | null {
  if (!target) return null;
  const value = target.kind === 'ratio' ? ratio : own;
  if (value === null) return null;
  return better === 'less' ? value <= target.value : value >= target.value;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] as number)) / 2;
}
