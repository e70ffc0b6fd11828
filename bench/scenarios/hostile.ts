/** Two thousand messages of people who mean harm, while two others just write. */
import { type AttackKind, largeAttacks, smallAttacks } from '../client/attacks.ts';
import { Canary } from '../client/canary.ts';
import { Connection } from '../client/connection.ts';
import { pause, waitUntil } from '../client/pace.ts';
import { type SeededPlan, seedPlan } from '../client/seeded-plan.ts';
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
const endingMs = 300;
const catchUpWithinMs = 40_000;
const endsWithinMs = 600_000;
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
    const blame = {
      crash: new Map<string, number>(),
      cutOff: new Map<string, number>(),
      stall: new Map<string, number>(),
    };
    const figures = { crashes: 0, stalls: 0, worst: 0, lost: 0, peak: 0, kept: 0 };
    let scene = await setScene(server);
    let start = residentBytes(server.pid);
    resetPeak(server.pid);
    const kinds = plot(isQuick ? 200 : messages);
    const end = performance.now() + endsWithinMs;
    let struck = 0;

    for (; struck < kinds.length && figures.crashes < maxCrashes && performance.now() < end; struck++) {
      const kind = kinds[struck] as AttackKind;
      await strike(server, scene.plan, kind, struck);
      const isCaughtUp = server.isRunning && (await scene.canary.catchUp(catchUpWithinMs));
      // A server that is about to end closes its sockets first.
      if (!isCaughtUp) await pause(endingMs);
      if (!server.isRunning) {
        figures.crashes++;
        add(blame.crash, kind.name, 1);
        scene.canary.close();
        await server.start();
        scene = await setScene(server);
        start = residentBytes(server.pid);
        continue;
      }
      figures.peak = Math.max(figures.peak, (peakBytes(server.pid) - start) / mebibyte);
      const slowest = scene.canary.takeSlowest();
      figures.worst = Math.max(figures.worst, slowest);
      if (!isCaughtUp) {
        figures.stalls++;
        add(blame.cutOff, kind.name, 1);
        scene.canary.close();
        const next = await setScene(server).catch(() => null);
        if (!next) break;
        scene = next;
      } else if (slowest > stallMs) {
        figures.stalls++;
        blame.stall.set(kind.name, Math.max(blame.stall.get(kind.name) ?? 0, slowest));
      }
    }
    figures.lost = (await scene.canary.fallSilent(10_000)).missing;
    scene.canary.close();
    await pause(calmMs);
    figures.kept = (residentBytes(server.pid) - start) / mebibyte;
    const notes = [
      ...describe('ended by', blame.crash, ' times'),
      ...describe('the pair was cut off by', blame.cutOff, ' times'),
      ...describe('stalled by', blame.stall, ' ms at most'),
      ...(struck < kinds.length ? [`stopped after ${struck} messages`] : []),
    ];
    return { figures, clientBusy: 0, notes };
  },
};

const add = (counts: Map<string, number>, name: string, value: number) =>
  counts.set(name, (counts.get(name) ?? 0) + value);

function describe(what: string, counts: Map<string, number>, unit: string): string[] {
  if (counts.size === 0) return [];
  return [`${what} ${[...counts].map(([name, value]) => `${name} (${Math.round(value)}${unit})`).join(', ')}`];
}

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
async function strike(server: RunningServer, plan: SeededPlan, kind: AttackKind, number: number): Promise<void> {
  const attack = kind.make({ plan, prefix: server.kind.prefix(plan.name) }, number);
  const connection = new Connection(server, plan.name, { headers: await server.person(attacker) });
  const patience = largeAttacks.includes(kind) ? patienceForLargeMs : patienceMs;
  await Promise.race([connection.joined, pause(patience)]).catch(() => undefined);
  for (const message of attack.messages ?? []) connection.send(message);
  if (attack.raw) connection.socket.sendRaw(attack.raw);
  await waitUntil(() => connection.closeCode !== null || !server.isRunning, patience);
  connection.close();
}
