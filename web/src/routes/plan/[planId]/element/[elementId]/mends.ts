/** What can be done about a state that an element can't take yet. */
import type { LinkEnd, LinkType } from '@longtable/shared/plan/link';
import type { Refusal } from '@longtable/shared/plan/transitions';

export type Mend =
  | { type: 'link'; link: LinkType; end: LinkEnd }
  | { type: 'field'; field: 'horizonFrom' | 'keeper' }
  | { type: 'step'; to: string };

/** The most likely first. */
export function mendsOf(refusal: Refusal, to: string): Mend[] {
  switch (refusal) {
    case 'leads-nowhere':
      return [
        { type: 'link', link: 'leads-to', end: 'from' },
        { type: 'step', to: 'one-off' },
      ];
    case 'no-start':
      return [{ type: 'field', field: 'horizonFrom' }];
    case 'no-keeper':
      return [{ type: 'field', field: 'keeper' }];
    case 'not-running':
      return [{ type: 'step', to: 'running' }];
    case 'not-reported':
      return [{ type: 'step', to: 'reported' }];
    case 'not-answered':
      return [to === 'answered' ? { type: 'link', link: 'answers', end: 'to' } : { type: 'step', to: 'answered' }];
    case 'not-committed':
      return [{ type: 'step', to: 'committed' }];
    case 'no-trial':
      return [{ type: 'step', to: 'trial' }];
    case 'never-adopted':
    case 'no-reason':
    case 'unknown-state':
      return [];
  }
}
