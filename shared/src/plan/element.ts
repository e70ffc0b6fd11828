/** An element as it is read: plain values. What it is made of in the Y.Doc is `document.ts`'s to know. */
import type { ElementId } from '../ids.ts';
import type { Block } from './rich-text.ts';

export interface Element {
  id: ElementId;
  /** One of `elementKinds`, or a local kind of the plan. */
  kind: string;
  title: string;
  state: string | null;
  /** EDTF, or null where nobody has said. */
  horizonFrom: string | null;
  horizonTo: string | null;
  language: string | null;
  /** Fractional index: elements of a kind are shown in the order of their ranks. */
  rank: string;
  /** A code that people know the element by outside this plan, such as "US0113.1". */
  reference: string | null;
}

export interface ElementWithBody extends Element {
  body: Block[];
}
