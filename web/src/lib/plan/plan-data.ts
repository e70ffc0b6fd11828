/** What the API answers about a plan, as pages use it. */
import type { ActorId, PlanId } from '@longtable/shared/ids';
import type { PlanContent } from '@longtable/shared/plan/document';
import type { ElementWithBody } from '@longtable/shared/plan/element';

export interface Me {
  id: ActorId;
  name: string;
  organisation: string | null;
}

/** What somebody may do with a plan. */
export type Role = 'reader' | 'editor';

export interface PlanAnswer extends PlanContent {
  id: PlanId;
  seq: number;
  role: Role;
}

export interface ElementAnswer {
  seq: number;
  element: ElementWithBody;
}

/** Whose session this is. @throws when the server can't be reached */
export async function readMe(ask: typeof fetch): Promise<Me | null> {
  const response = await ask('/api/me');
  return response.ok ? ((await response.json()) as { actor: Me | null }).actor : null;
}

/** The sentence in a problem answer, or the fallback when there is none. */
export async function problemOf(response: Response, fallback: string): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  const detail = (body as { detail?: unknown } | null)?.detail;
  return typeof detail === 'string' ? detail : fallback;
}
