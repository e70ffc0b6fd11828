/**
 * Words that wait on this device: who wrote in a plan here and was not told "saved". The words themselves are in
 * the copy on this device; this only remembers that there are some, so that they are found again by somebody
 * whose session is gone. Each tab keeps a mark of its own: what one has saved says nothing of another.
 */
import type { ActorId, PlanId } from '@longtable/shared/ids';

export interface KeptWords {
  actor: ActorId;
  name: string;
}

interface Mark {
  key: string;
  plan: PlanId;
  actor: ActorId;
  tab: string;
}

const prefix = 'longtable:unsaved:';
const keyOf = (plan: PlanId, actor: ActorId, tab: number) => `${prefix}${plan}:${actor}:${tab}`;
const lockOf = (tab: number | string) => `longtable:tab:${tab}`;

function findMarks(): Mark[] {
  try {
    const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '');
    return keys
      .filter((key) => key.startsWith(prefix))
      .map((key) => {
        const [plan = '', actor = '', tab = ''] = key.slice(prefix.length).split(':');
        return { key, plan: plan as PlanId, actor: actor as ActorId, tab };
      });
  } catch {
    // Storage may be closed to us: then nothing is known to be kept.
    return [];
  }
}

const marksOf = (plan: PlanId) => findMarks().filter((mark) => mark.plan === plan);

/** @param tab the Yjs client id of the page */
export function rememberWords(plan: PlanId, { actor, name }: KeptWords, tab: number): void {
  try {
    localStorage.setItem(keyOf(plan, actor, tab), name);
  } catch {
    // Without storage nothing is kept on this device either, and the saved state says so.
  }
}

/** @param tabs of which pages; of all when left out */
export function forgetWords(plan: PlanId, actor: ActorId, tabs?: readonly string[]): void {
  for (const mark of marksOf(plan)) {
    if (mark.actor === actor && (!tabs || tabs.includes(mark.tab))) localStorage.removeItem(mark.key);
  }
}

/** Words of others than `me` that wait here, each person once. */
export function findKeptWords(plan: PlanId, me: ActorId | null): KeptWords[] {
  const names = new Map(marksOf(plan).map(({ key, actor }) => [actor, localStorage.getItem(key) ?? '']));
  return [...names].filter(([actor]) => actor !== me).map(([actor, name]) => ({ actor, name }));
}

/** Plans in which words of `actor` wait here. */
export function findPlansWithWords(actor: ActorId): PlanId[] {
  return [...new Set(findMarks().flatMap((mark) => (mark.actor === actor ? [mark.plan] : [])))];
}

/** Tells the other tabs that this one is open. Returns what ends it; it ends with the page as well. */
export function holdTab(tab: number): () => void {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  void navigator.locks?.request(lockOf(tab), () => held);
  return release;
}

/** Tabs that left words of `actor` and are closed: whoever reads the copy on this device has these words too. */
export async function findClosedTabs(plan: PlanId, actor: ActorId): Promise<string[]> {
  // Browsers have locks only on safe origins; elsewhere a mark waits until it is forgotten by hand.
  if (!navigator.locks) return [];
  const { held = [] } = await navigator.locks.query();
  const open = new Set(held.map(({ name }) => name));
  return marksOf(plan)
    .filter((mark) => mark.actor === actor && !open.has(lockOf(mark.tab)))
    .map(({ tab }) => tab);
}
