/** How an element came to its state: who set which state, when and why (rule H2). */
import type { StateChange } from '@longtable/shared/history';
import type { ElementId } from '@longtable/shared/ids';
import * as Y from 'yjs';
import { never } from './attribution.ts';
import { eventsOf } from './field-sets.ts';
import type { PlanHistory } from './plan-history.ts';

/** Oldest first. What was set within one row is told once, as it was after it; what was put back by undo is no news. */
export function listStates(history: PlanHistory, element: ElementId): StateChange[] {
  const changes: StateChange[] = [];
  const lives = [...history.entriesOf(history.doc.getMap('elements'), element)].reverse();
  for (const { item, died } of lives) {
    if (!(item.content instanceof Y.ContentType)) continue;
    const map = item.content.type;
    const read = (key: string) => eventsOf(history, map, key, never, { diedAt: died });
    const [states, reasons] = [read('state'), read('stateReason')];
    const seqs = new Set([...states, ...reasons].map(({ seq }) => seq));
    for (const seq of [...seqs].sort((a, b) => a - b)) {
      const next = { state: valueAt(states, seq), reason: valueAt(reasons, seq) };
      const last = changes.at(-1);
      if ((last?.state ?? null) === next.state && (last?.reason ?? null) === next.reason) continue;
      const { author, at } = history.getRow(seq);
      changes.push({ ...next, by: author, at: new Date(at).toISOString(), seq });
    }
  }
  return changes;
}

function valueAt(events: readonly { seq: number; value: unknown }[], seq: number): string | null {
  const value = events.findLast((event) => event.seq <= seq)?.value;
  return typeof value === 'string' && value !== '' ? value : null;
}
