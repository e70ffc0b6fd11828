/** Measures one stretch of time: the server's CPU, and how busy the client itself was. */
import { cpuMs } from './process-usage.ts';

/** A client busier than this measures itself, not the server. */
export const maxClientBusy = 0.9;

export interface Reading {
  wallMs: number;
  serverCpuMs: number;
  /** CPU time of this process over wall time. */
  clientBusy: number;
}

export class Meter {
  readonly #pid: number;
  readonly #serverCpu: number;
  readonly #ownCpu = process.cpuUsage();
  readonly #start = performance.now();

  constructor(pid: number) {
    this.#pid = pid;
    this.#serverCpu = cpuMs(pid);
  }

  read(): Reading {
    const wallMs = performance.now() - this.#start;
    const { user, system } = process.cpuUsage(this.#ownCpu);
    return {
      wallMs,
      serverCpuMs: cpuMs(this.#pid) - this.#serverCpu,
      clientBusy: (user + system) / 1000 / wallMs,
    };
  }
}
