/** Two thousand messages of people who mean harm, while two others just write. */
import { type Attack, type AttackKind, largeAttacks, smallAttacks } from '../client/attacks.ts';
import { Canary } from '../client/canary.ts';
import { Connection } from '../client/connection.ts';
import { pause, waitUntil } from '../client/pace.ts';
import { type SeededPlan, seedPlan } from '../client/seeded-plan.ts';
import { Meter } from '../measure/meter.ts';
import { peakBytes, resetPeak, residentBytes } from '../measure/process-usage.ts';
import { everyProduct, type Scenario } from '../scenario.ts';
import type { RunningServer } from '../servers/running-server.ts';

const messages = 2_000;
const planBytes = 100_000;
const ofEachLarge = 3;
/** How long an attacker waits to be thrown out. */
const patienceMs = 30;
const patienceForLargeMs = 2_000;
const stallMs = 250;
const catchUpWithinMs = 60_000;
const maxCrashes = 20;
const calmMs = 10_000;
const mebibyte = 1024 * 1024;
/** The person who attacks; the canaries are 0 and 1. */
const attacker = 2;

interface Scene {
  plan: SeededPlan;
  canary: Canary;
}

export const hostile: Scenario = {
  noun: 'hostile',
  title: 'Hostile messages',
  about: `${messages.toLocaleString('en')} messages, each on a socket of its own that has joined: broken frames and updates, giant numbers, deep nesting, floods of 10,000, presence of 50 MB. A pair writes every 20 ms; a stall is a stretch in which its edits take more than ${stallMs} ms. A server that ends is started again with a new plan, at most ${maxCrashes} times.`,
  measures: [
    { key: 'crashes', label: 'crashes', unit: '', digits: 0, better: 'less', target: { kind: 'figure', value: 0 } },
    { key: 'stalls', label: 'stalls', unit: '', digits: 0, better: 'less', target: { kind: 'figure', value: 0 } },
    { key: 'worst', label: "the pair's slowest edit", unit: 'ms', digits: 0, better: 'less' },
    { key: 'lost', label: "the pair's edits that never arrived", unit: '', digits: 0, better: 'less' },
    { key: 'peak', label: 'peak memory above the start', unit: 'MiB', digits: 0, better: 'less' },
    {
      key: 'kept',
      label: `memory kept ${calmMs / 1000} s later`,
      unit: 'MiB',
      digits: 0,
      better: 'less',
      target: { kind: 'figure', value: 16 },
    },
  ],
  servers: everyProduct,
  rounds: 1,
  async run(server, { isQuick }) {
    const crashes = new Map<string, number>();
    const stalls = new Map<string, number>();
    const figures = { crashes: 0, stalls: 0, worst: 0, lost: 0, peak: 0, kept: 0 };
    let scene = await setScene(server);
    let start = residentBytes(server.pid);
    resetPeak(server.pid);
    const meter = new Meter(server.pid);
    let clientBusy = 0;

    for (const [number, kind] of plot(isQuick ? 200 : messages).entries()) {
      const isLarge = largeAttacks.includes(kind);
      await strike(
        server,
        scene.plan,
        kind.make({ plan: scene.plan, prefix: server.kind.prefix(scene.plan.name) }, number),
        isLarge,
      );
      if (server.isRunning) await scene.canary.catchUp(catchUpWithinMs);
      if (server.isRunning) {
        figures.peak = Math.max(figures.peak, (peakBytes(server.pid) - start) / mebibyte);
        const slowest = scene.canary.takeSlowest();
        figures.worst = Math.max(figures.worst, slowest);
        if (slowest > stallMs) {
          figures.stalls++;
          stalls.set(kind.name, Math.max(stalls.get(kind.name) ?? 0, slowest));
        }
        continue;
      }
      figures.crashes++;
      crashes.set(kind.name, (crashes.get(kind.name) ?? 0) + 1);
      scene.canary.close();
      if (figures.crashes === maxCrashes) break;
      await server.start();
      scene = await setScene(server);
      start = residentBytes(server.pid);
    }
    if (server.isRunning) {
      clientBusy = meter.read().clientBusy;
      const { missing } = await scene.canary.fallSilent(10_000);
      figures.lost = missing;
      scene.canary.close();
      await pause(calmMs);
      figures.kept = (residentBytes(server.pid) - start) / mebibyte;
    }
    const list = (entries: Map<string, number>, unit: string) =>
      [...entries].map(([name, value]) => `${name} (${Math.round(value)}${unit})`).join(', ');
    return {
      figures,
      clientBusy,
      notes: [
        ...(crashes.size > 0 ? [`ended by ${list(crashes, ' times')}`] : []),
        ...(stalls.size > 0 ? [`stalled by ${list(stalls, ' ms')}`] : []),
      ],
    };
  },
};

async function setScene(server: RunningServer): Promise<Scene> {
  const plan = await seedPlan(server, planBytes);
  const canary = await Canary.sit(server, plan);
  canary.sing();
  return { plan, canary };
}

/** The large ones spread among the small ones. */
function plot(count: number): AttackKind[] {
  const kinds = Array.from({ length: count }, (_, number) => smallAttacks[number % smallAttacks.length] as AttackKind);
  const large = Array.from({ length: ofEachLarge }, () => largeAttacks).flat();
  const every = Math.floor(count / large.length);
  large.forEach((kind, index) => {
    kinds[index * every + every - 1] = kind;
  });
  return kinds;
}

/** Joins, sends, and waits to be thrown out. */
async function strike(server: RunningServer, plan: SeededPlan, attack: Attack, isLarge: boolean): Promise<void> {
  const connection = new Connection(server, plan.name, { headers: await server.person(attacker) });
  const patience = isLarge ? patienceForLargeMs : patienceMs;
  await Promise.race([connection.joined, pause(patience)]).catch(() => undefined);
  for (const message of attack.messages ?? []) connection.send(message);
  if (attack.raw) connection.socket.sendRaw(attack.raw);
  await waitUntil(() => connection.closeCode !== null || !server.isRunning, patience);
  connection.close();
}
