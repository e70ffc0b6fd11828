/** What the API answers about a plan, as pages use it. */
import type { ActorId, PlanId } from '@longtable/shared/ids';
import type { PlanContent } from '@longtable/shared/plan/document';
import type { ElementWithBody } from '@longtable/shared/plan/element';
import { refusalWords } from './refusal-words.ts';

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

/** What a problem answer says, in the language of the page where it is known there; or the fallback when it says nothing. */
export async function problemOf(response: Response, fallback: string): Promise<string> {
  const body = (await response.json().catch(() => null)) as { detail?: unknown; code?: unknown } | null;
  const words = refusalWords(body?.code, Number(response.headers.get('retry-after')));
  if (words !== null) return words;
  return typeof body?.detail === 'string' ? body.detail : fallback;
}
