/**
 * One run of a plan's life as a seed decides it: people edit in tabs, the network drops and delays, readers stall,
 * storage hesitates, the server is killed. Real rooms and a real store; time, the network and the store's pace are the
 * schedule's. Everything that happens follows from the seed, so a run that fails can be done again.
 */
import type { Socket as NetworkSocket } from 'node:net';
import { type ActorId, createPlanId, type PlanId, randomId } from '@longtable/shared/ids';
import { initialisePlan } from '@longtable/shared/plan/edits';
import { messageType } from '@longtable/shared/protocol';
import { IdRanges } from '@longtable/shared/updates/id-ranges';
import * as encoding from 'lib0/encoding';
import { vi } from 'vitest';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import { linkHoldersMayEdit } from '../../server/src/access/access.ts';
import { seat } from '../../server/src/http/sync/sync-socket.ts';
import { RoomDirectory } from '../../server/src/room/room-directory.ts';
import type { PlanStore } from '../../server/src/store/plan-store.ts';
import { editPlan, type Words } from './edits.ts';
import { Gate, settled } from './gate.ts';
import { type Evidence, requireEqual, requireKept } from './outcome.ts';
import { Random } from './random.ts';
import { type Person, Tab } from './tab.ts';
import type { Wire } from './wire.ts';

const steps = 70;
const editors = 3;
/** Letters that only one person writes. */
const alphabet = 0x800;
/** The end must come within so many rounds, each 50 ms of the schedule's time. */
const maxRounds = 400;

const config = { port: 0, host: '', dataDir: '', origin: null, hasLimits: true, trustsProxy: false };

const weights = {
  edit: 30,
  carry: 40,
  work: 16,
  answer: 16,
  wait: 12,
  waitLong: 2,
  connect: 8,
  drop: 3,
  stall: 2,
  read: 4,
  openTab: 2,
  closeTab: 1,
  spendOfflineHours: 1,
  move: 2,
  failStorage: 1,
  kill: 1.2,
  stop: 0.4,
};

type Step = keyof typeof weights;

export class Schedule {
  readonly #random: Random;
  readonly #store: PlanStore;
  readonly #plan: PlanId = createPlanId();
  readonly #people: Person[] = [];
  readonly #wires = new Set<Wire>();
  #tabs: Tab[] = [];
  #gate = new Gate();
  #rooms: RoomDirectory;
  #lastClient: number;

  constructor(seed: number, store: PlanStore) {
    this.#random = new Random(seed);
    this.#store = store;
    this.#rooms = this.#startServer();
    this.#lastClient = this.#random.below(2 ** 31);
  }

  /** @throws what went wrong */
  async run(): Promise<void> {
    await this.#begin();
    for (let step = 0; step < steps; step++) {
      await this.#do(this.#random.weighted(weights));
      await settled();
    }
    await this.#comeToRest();
    await requireEqual(await this.#evidence());
    vi.clearAllTimers();
  }

  async #begin(): Promise<void> {
    for (let index = 0; index <= editors; index++) {
      // Half of all plans have somebody who only reads.
      const isReader = index === editors;
      if (isReader && !this.#random.chance(0.5)) continue;
      const id = randomId() as ActorId;
      this.#people.push({
        actor: { id, name: `P${index}`, organisation: index === 1 ? 'Council' : null },
        role: isReader ? 'reader' : 'editor',
        copy: [],
        clients: new Set(),
        deletions: new IdRanges(),
      });
    }
    const [founder] = this.#people as [Person];
    const doc = new Y.Doc();
    doc.clientID = this.#nextClient();
    founder.clients.add(doc.clientID);
    initialisePlan(doc, { title: this.#wordsOf(founder)(3) });
    await this.#store.createPlan(
      this.#plan,
      [
        {
          plan: this.#plan,
          seq: 1,
          actor: founder.actor.id,
          onBehalfOf: null,
          session: 'create',
          at: Date.now(),
          intent: null,
          update: Y.encodeStateAsUpdate(doc),
        },
      ],
      [doc.clientID],
    );
    for (const person of this.#people) this.#openTab(person);
  }

  async #do(step: Step): Promise<void> {
    const random = this.#random;
    const tab = random.pick(this.#tabs);
    if (!tab) return;
    switch (step) {
      case 'edit':
        this.#edit(tab);
        return;
      case 'carry':
        for (let messages = 1 + random.below(6); messages > 0; messages--) this.#carryOne();
        return;
      case 'work':
        return this.#gate.work();
      case 'answer':
        this.#gate.answer();
        return;
      case 'wait':
        vi.advanceTimersByTime(random.below(60));
        return;
      case 'waitLong':
        vi.advanceTimersByTime(random.chance(0.1) ? 31_000 : random.below(2_000));
        return;
      case 'connect':
        if (!tab.isOnline) this.#connect(tab);
        return;
      case 'drop':
        tab.wire?.drop(random);
        return;
      case 'stall':
        if (tab.wire) tab.wire.isStalled = true;
        return;
      case 'read':
        if (tab.wire) tab.wire.isStalled = false;
        return;
      case 'openTab':
        this.#openTab(tab.person);
        return;
      case 'closeTab':
        if (this.#tabs.length < 2) return;
        tab.wire?.leave();
        this.#tabs = this.#tabs.filter((other) => other !== tab);
        return;
      case 'spendOfflineHours':
        tab.wire?.drop(random);
        for (let edits = random.below(20); edits > 0; edits--) this.#edit(tab);
        return;
      case 'move':
        this.#sayPresence(tab);
        return;
      case 'failStorage':
        return this.#gate.fail(random.chance(0.5));
      case 'kill':
        return this.#kill();
      case 'stop':
        return this.#stop();
    }
  }

  // People.

  #edit(tab: Tab): void {
    if (tab.person.role === 'editor') editPlan(tab.doc, this.#random, this.#wordsOf(tab.person));
  }

  #wordsOf(person: Person): Words {
    const first = 0x4e00 + this.#people.indexOf(person) * alphabet;
    return (count) => String.fromCharCode(...Array.from({ length: count }, () => first + this.#random.below(alphabet)));
  }

  #openTab(person: Person): void {
    const tab = new Tab(person, this.#nextClient(), this.#random.chance(0.7));
    this.#tabs.push(tab);
    this.#connect(tab);
  }

  #nextClient(): number {
    this.#lastClient = (this.#lastClient + 1 + this.#random.below(2 ** 24)) % 2 ** 32;
    return this.#lastClient;
  }

  #sayPresence({ doc, wire }: Tab): void {
    const entry = encoding.encode((encoder) => {
      encoding.writeVarUint(encoder, 1);
      encoding.writeVarUint(encoder, doc.clientID);
      encoding.writeVarUint(encoder, this.#random.below(100));
      encoding.writeVarString(encoder, '{"element":"e"}');
    });
    wire?.sendToServer(
      encoding.encode((encoder) => {
        encoding.writeVarUint(encoder, messageType.awareness);
        encoding.writeVarUint8Array(encoder, entry);
      }),
    );
  }

  // The network.

  #connect(tab: Tab): void {
    const resume = this.#random.chance(0.5) ? tab.position : null;
    const { person, wantsSideMessages } = tab;
    const wire = tab.connect();
    this.#wires.add(wire);
    const { actor, role } = person;
    seat(
      wire as unknown as WebSocket,
      wire as unknown as NetworkSocket,
      { plan: this.#plan, actor, role, wantsSideMessages, resume },
      { config, rooms: this.#rooms },
    );
  }

  /** @returns whether anything was on its way */
  #carryOne(): boolean {
    const busy = [...this.#wires].filter((wire) => wire.canReachServer || wire.canReachTab);
    const wire = this.#random.pick(busy);
    if (!wire) return false;
    if (wire.canReachServer && (!wire.canReachTab || this.#random.chance(0.5))) wire.carryToServer();
    else wire.carryToTab();
    this.#requireWelcome();
    return true;
  }

  /** Nobody here does anything that a server may refuse. */
  #requireWelcome(): void {
    for (const { closedWith, person } of this.#tabs) {
      if (closedWith !== null && closedWith >= 4400 && closedWith < 4500) {
        throw new Error(`${person.role} ${person.actor.name} was refused with ${closedWith}.`);
      }
    }
  }

  // The server.

  #startServer(): RoomDirectory {
    this.#gate = new Gate();
    return new RoomDirectory(this.#gate.store(this.#store), this.#gate.worker(), linkHoldersMayEdit);
  }

  async #kill(): Promise<void> {
    // What it had asked of the disk may be done, though it never heard of it.
    while (this.#gate.hasWork && this.#random.chance(0.5)) await this.#gate.work();
    for (const wire of this.#wires) while (wire.canReachTab && this.#random.chance(0.5)) wire.carryToTab();
    this.#end();
    await requireKept(this.#plan, this.#store, this.#tabs);
    this.#rooms = this.#startServer();
  }

  async #stop(): Promise<void> {
    let isStopped = false;
    void this.#rooms.stop().then(() => {
      isStopped = true;
    });
    for (let round = 0; !isStopped; round++) {
      if (round > maxRounds) throw new Error('The server does not stop.');
      await this.#pass(10);
    }
    while (this.#carryOne());
    this.#end();
    await requireKept(this.#plan, this.#store, this.#tabs);
    this.#rooms = this.#startServer();
  }

  /** The process is gone, with its timers and its ends of the wires. */
  #end(): void {
    this.#gate.close();
    vi.clearAllTimers();
    for (const wire of this.#wires) {
      wire.drop(this.#random);
      wire.removeAllListeners();
    }
    this.#wires.clear();
  }

  /** Lets time pass in which storage does what is asked of it. @param ms of the schedule's time */
  async #pass(ms: number): Promise<void> {
    await settled();
    while (this.#gate.hasWork || this.#gate.hasAnswers) {
      await this.#gate.work();
      this.#gate.answer();
      await settled();
    }
    vi.advanceTimersByTime(ms);
    await settled();
  }

  /** Everything works again, everybody comes back, and whoever was closed opens what is on their device. */
  async #comeToRest(): Promise<void> {
    for (const person of this.#people) {
      if (!this.#tabs.some((tab) => tab.person === person) || person.role === 'editor') this.#openTab(person);
    }
    for (let round = 0; ; round++) {
      if (round > maxRounds) throw new Error('It does not come to rest.');
      for (const tab of this.#tabs) {
        if (!tab.isOnline) this.#connect(tab);
        else if (tab.wire) tab.wire.isStalled = false;
      }
      const isQuiet = !this.#carryOne();
      while (this.#carryOne());
      await this.#pass(50);
      const isDone = this.#tabs.every((tab) => tab.isOnline && tab.isSaved);
      // Long enough for what was passed over to be asked for again, and for rows to settle.
      if (isQuiet && isDone && round > 50 && ![...this.#wires].some((wire) => wire.canReachTab)) return;
    }
  }

  async #evidence(): Promise<Evidence> {
    return { plan: this.#plan, store: this.#store, tabs: this.#tabs, people: this.#people, alphabet };
  }
}
