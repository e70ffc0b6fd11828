/** A plan as the API exports it, bodies as ProseMirror JSON, read without an editor. */
import type { BlockId } from '@longtable/shared/ids';
import type { PlanContent } from '@longtable/shared/plan/document';
import type { Element, ElementWithBody } from '@longtable/shared/plan/element';
import type { Block, BlockKind, Span } from '@longtable/shared/plan/rich-text';

interface JsonMark {
  type: string;
  attrs?: { href?: string };
}

interface JsonBody {
  content?: {
    attrs: { id: string; kind: string; level: number; indent: number };
    content?: { text: string; marks?: JsonMark[] }[];
  }[];
}

export interface ExportedPlan extends Omit<PlanContent, 'elements'> {
  seq: number;
  elements: (Element & { body: JsonBody })[];
}

export interface PlanAtSeq extends Omit<PlanContent, 'elements'> {
  elements: ElementWithBody[];
}

/** Inverse of `toProseMirrorJson`, whose addresses are safe ones. */
export function readExport(plan: ExportedPlan): PlanAtSeq {
  return { ...plan, elements: plan.elements.map((element) => ({ ...element, body: readBody(element.body) })) };
}

function readBody({ content = [] }: JsonBody): Block[] {
  return content.map(({ attrs, content: texts = [] }) => ({
    id: attrs.id as BlockId,
    kind: attrs.kind as BlockKind,
    level: attrs.level,
    indent: attrs.indent,
    text: texts.map(({ text, marks = [] }): Span => {
      const has = (type: string) => marks.some((mark) => mark.type === type);
      const href = marks.find(({ type }) => type === 'link')?.attrs?.href;
      return {
        text,
        ...(has('strong') && { strong: true as const }),
        ...(has('em') && { em: true as const }),
        ...(href !== undefined && { href }),
      };
    }),
  }));
}
