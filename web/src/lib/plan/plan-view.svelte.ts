/** A plan as its pages show it: what the server rendered, until the live plan is here. Passed down by context. */
import type { PlanId } from '@longtable/shared/ids';
import type { PlanHead } from '@longtable/shared/plan/document';
import type { Element } from '@longtable/shared/plan/element';
import type { Link } from '@longtable/shared/plan/link';
import { createContext } from 'svelte';
import type { LivePlan } from './live-plan.svelte.ts';
import type { Me, PlanAnswer } from './plan-data.ts';
import { isStillMe } from './remembered-me.ts';

export class PlanView {
  readonly #data: () => PlanAnswer | null;
  readonly #me: () => Me | null;
  readonly #isRemembered: () => boolean;
  #live: LivePlan | null = $state.raw(null);

  /** @param isRemembered whether it is only this device that says who `me` is */
  constructor(data: () => PlanAnswer | null, me: () => Me | null, isRemembered: () => boolean) {
    this.#data = data;
    this.#me = me;
    this.#isRemembered = isRemembered;
  }

  /** Opens the live plan, in the browser. The code for it comes only to those who may write. */
  async open(plan: PlanId): Promise<() => void> {
    const me = this.#me();
    if (!me) return () => undefined;
    const { LivePlan } = await import('./live-plan.svelte.ts');
    const live = new LivePlan(plan, me, this.#isRemembered() ? isStillMe(me) : Promise.resolve(true));
    this.#live = live;
    return () => {
      this.#live = null;
      live.close();
    };
  }

  get me(): Me | null {
    return this.#me();
  }

  /** The live plan as soon as it is opened, ready or not. */
  get opened(): LivePlan | null {
    return this.#live;
  }

  /** The live plan once it can be written. */
  get live(): LivePlan | null {
    return this.#live?.isReady ? this.#live : null;
  }

  get head(): Pick<PlanHead, 'title' | 'context' | 'improvement'> {
    return this.live?.head ?? this.#data() ?? { title: '', context: '', improvement: '' };
  }

  get elements(): readonly Element[] {
    return this.live?.elements ?? this.#data()?.elements ?? [];
  }

  get links(): readonly Link[] {
    return this.live?.links ?? this.#data()?.links ?? [];
  }
}

export const [getPlanView, setPlanView] = createContext<PlanView>();
