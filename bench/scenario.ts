/** What a scenario is: one situation, run against one server at a time, and the figures it yields. */
import type { RunningServer } from './servers/running-server.ts';
import type { ServerId } from './servers/server-kind.ts';

export interface Measure {
  key: string;
  label: string;
  unit: string;
  /** Decimal places. */
  digits: number;
  better: 'less' | 'more';
  /** What Longtable is to reach; left out where the figure is only shown. */
  target?: Target;
}

export type Target =
  /** Longtable's figure over the best peer's; for `better: 'more'` at least, otherwise at most. */
  | { kind: 'ratio'; value: number }
  /** The figure itself. */
  | { kind: 'figure'; value: number };

/** One run against one server. A figure is null when it could not be measured. */
export interface Line {
  figures: Record<string, number | null>;
  /** Of this process, over what was measured; above 0.9 the line is no measurement. */
  clientBusy: number;
  notes?: string[];
}

export interface Scenario {
  noun: string;
  title: string;
  /** What happens, in a sentence or two. */
  about: string;
  measures: readonly Measure[];
  servers: readonly ServerId[];
  rounds: number;
  run(server: RunningServer, options: RunOptions): Promise<Line>;
}

export interface RunOptions {
  /** Small and short, for trying the benchmark itself. */
  isQuick: boolean;
}

export const everyServer: readonly ServerId[] = [
  'longtable',
  'hocuspocus-sqlite',
  'hocuspocus',
  'y-websocket-leveldb',
  'y-websocket',
  'relay-batching',
  'relay',
];

/** Servers that know what a plan holds; a relay could only replay. */
export const everyProduct = everyServer.filter((id) => !id.startsWith('relay'));

/** Those that keep plans over a restart. */
export const everyDurable: readonly ServerId[] = ['longtable', 'hocuspocus-sqlite', 'y-websocket-leveldb'];
