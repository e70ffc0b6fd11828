/** `GET /metrics`: what an operator watches, in Prometheus' text format. No names, no titles, no addresses. */
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { createApi, type Parts } from './api.ts';

export function metricsApi({ rooms, countSockets }: Pick<Parts, 'rooms' | 'countSockets'>) {
  const register = new Registry();
  collectDefaultMetrics({ register });
  gauge(register, 'longtable_open_plans', 'Plans that are loaded.', () => rooms.size);
  gauge(register, 'longtable_open_sockets', 'Sockets of people who have a plan open.', countSockets);
  return createApi().get('/metrics', async (c) => {
    c.header('content-type', register.contentType);
    return c.body(await register.metrics());
  });
}

function gauge(register: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name,
    help,
    registers: [register],
    collect() {
      this.set(read());
    },
  });
}
