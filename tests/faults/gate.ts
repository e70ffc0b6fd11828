/**
 * A gate before the store and the workers of one server: every call waits there until a schedule lets it through, and
 * its answer waits again. So chance decides what was on disk when the server was killed, and what it had heard of it.
 */
import {
  compactPlan,
  deletesContent,
  diffPlan,
  exportPlan,
  followingDeletions,
  readWholePlan,
  rehearse,
  searchPlan,
} from '../../server/src/room/plan-documents.ts';
import type { PlanWorker } from '../../server/src/room/plan-worker-client.ts';
import { type PlanStore, StoreFailed } from '../../server/src/store/plan-store.ts';

interface Call {
  name: string;
  work: () => Promise<unknown>;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}

export class Gate {
  #waiting: Call[] = [];
  /** Done, but nobody was told; oldest first. */
  #done: (() => void)[] = [];
  #isOpen = true;

  get hasWork(): boolean {
    return this.#waiting.length > 0;
  }

  get hasAnswers(): boolean {
    return this.#done.length > 0;
  }

  /** Lets the oldest call through. @returns when it is done; whoever made it hears of that with `answer` */
  async work(): Promise<void> {
    const call = this.#waiting.shift();
    if (!call) return;
    const { work, resolve, reject } = call;
    const answer = await work().then(
      (value) => () => resolve(value),
      (error: unknown) => () => reject(error),
    );
    if (this.#isOpen) this.#done.push(answer);
  }

  /** Storage seems to fail for the oldest call if it writes; `isDone` says whether it has written all the same. */
  async fail(isDone: boolean): Promise<void> {
    const [call] = this.#waiting;
    if (!call || !/^(append|bindClients|settle|saveCheckpoint|probe)$/.test(call.name)) return;
    this.#waiting.shift();
    if (isDone) await call.work();
    call.reject(new StoreFailed('The disk is full, says a test.'));
  }

  answer(): void {
    this.#done.shift()?.();
  }

  /** What waits is never done, and nobody hears any more of what was. */
  close(): void {
    this.#isOpen = false;
    this.#waiting = [];
    this.#done = [];
  }

  store(store: PlanStore): PlanStore {
    return new Proxy(store, {
      get: (target, name: keyof PlanStore & string) => {
        const method = target[name] as (...args: unknown[]) => Promise<unknown>;
        return (...args: unknown[]) => this.#pass(name, () => method.apply(target, args));
      },
    });
  }

  worker(): PlanWorker {
    const worker: Omit<PlanWorker, 'close'> = {
      compactPlan: (updates) => this.#pass('compactPlan', async () => compactPlan(updates)),
      deletesContent: (updates, deletion) =>
        this.#pass('deletesContent', async () => deletesContent(updates, deletion)),
      followingDeletions: (updates, deletion) =>
        this.#pass('followingDeletions', async () => followingDeletions(updates, deletion)),
      rehearse: (rehearsal) => this.#pass('rehearse', async () => rehearse(rehearsal)),
      diffPlan: (updates, stateVector) => this.#pass('diffPlan', async () => diffPlan(updates, stateVector)),
      searchPlan: (updates, query, limit) => this.#pass('searchPlan', async () => searchPlan(updates, query, limit)),
      readWholePlan: (updates) => this.#pass('readWholePlan', async () => readWholePlan(updates)),
      exportPlan: (updates, named) => this.#pass('exportPlan', async () => exportPlan(updates, named)),
    };
    return worker as PlanWorker;
  }

  #pass<T>(name: string, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (!this.#isOpen) return;
      this.#waiting.push({ name, work, resolve: resolve as Call['resolve'], reject });
    });
  }
}

/** Taken before a test puts its own clock in place. */
const nextTurn = setImmediate;

/** Resolves when all that promises lead to has been done. */
export const settled = () => new Promise<void>((resolve) => nextTurn(resolve));
