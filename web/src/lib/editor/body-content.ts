/**
 * What a body holds, by name: this code's own nodes and marks, and those of newer or other editors on the same plan.
 * y-prosemirror deletes for everyone what its schema can't build (rule S13), so a body is looked through before an
 * editor is bound to it, and each change before the binding sees it. Knows Yjs, no ProseMirror.
 */
import * as Y from 'yjs';

type Level = 'block' | 'inline';

/** Names that mean something to ProseMirror or y-prosemirror themselves. */
const reserved = new Set(['doc', 'text', 'ychange', '__proto__']);
const ownMarks = new Set(['link', 'em', 'strong']);
/** y-prosemirror's name for one of several marks of a kind on the same words: the kind and a hash. */
const hashedMark = /^(.*)--[a-zA-Z0-9+/=]{8}$/;

export class BodyContent {
  /** Names of nodes, with whether any of them holds something. */
  readonly #nodes = new Map<string, { isLeaf: boolean }>([['block', { isLeaf: false }]]);
  /** Names of marks, with whether several of them may lie on the same words. */
  readonly #marks = new Map<string, { isHashed: boolean }>();
  /** What stands on one level with what: "own block" is the level of blocks, "in block" of what they hold. */
  readonly #levels = new Map<string, string>();
  #isStrange = false;

  constructor(fragment: Y.XmlFragment) {
    this.#join('own block', 'block');
    this.#join('in block', 'inline');
    this.#lookAt(fragment);
  }

  /** Takes in what `type` holds, however deep. @returns whether anything in it was new */
  look(type: unknown): boolean {
    const before = this.#summary;
    this.#lookAt(type);
    return this.#summary !== before;
  }

  /** Whether a schema can be made that builds all of it, and writes it back the same. */
  get canOpen(): boolean {
    if (this.#isStrange || this.#find('block') === this.#find('inline')) return false;
    const names = [...this.#nodes.keys(), ...this.#marks.keys()];
    return !names.some((name) => reserved.has(name)) && new Set(names).size === names.length;
  }

  /** Nodes that are not ours, where they stand, and what stands in them. */
  get foreignNodes(): { name: string; level: Level; holds: Level | null }[] {
    return [...this.#nodes]
      .filter(([name]) => name !== 'block')
      .map(([name, { isLeaf }]) => ({
        name,
        level: this.#levelOf(`own ${name}`),
        holds: isLeaf ? null : this.#levelOf(`in ${name}`),
      }));
  }

  get foreignMarks(): { name: string; isHashed: boolean }[] {
    return [...this.#marks].map(([name, { isHashed }]) => ({ name, isHashed }));
  }

  #lookAt(type: unknown): void {
    if (type instanceof Y.XmlText) this.#lookAtText(type);
    else if (type instanceof Y.XmlElement) this.#lookAtElement(type);
    else if (type instanceof Y.XmlFragment) this.#lookInto(type, 'block');
    else this.#isStrange = true;
  }

  #lookAtText(text: Y.XmlText): void {
    for (const { insert, attributes } of text.toDelta() as { insert: unknown; attributes?: object }[]) {
      // Anything but characters has no place in our lines.
      if (typeof insert !== 'string') this.#isStrange = true;
      for (const name of Object.keys(attributes ?? {})) this.#lookAtMark(name);
    }
  }

  #lookAtMark(written: string): void {
    const name = hashedMark.exec(written)?.[1] ?? written;
    const isHashed = name !== written;
    if (ownMarks.has(name)) this.#isStrange ||= isHashed;
    else if ((this.#marks.get(name)?.isHashed ?? isHashed) !== isHashed) this.#isStrange = true;
    else this.#marks.set(name, { isHashed });
  }

  #lookAtElement(element: Y.XmlElement): void {
    const name = element.nodeName;
    const known = this.#nodes.get(name);
    this.#nodes.set(name, { isLeaf: (known?.isLeaf ?? true) && element.length === 0 });
    this.#lookInto(element, `in ${name}`);
  }

  #lookInto(parent: Y.XmlFragment, level: string): void {
    for (const child of parent.toArray() as unknown[]) {
      if (child instanceof Y.XmlText) this.#join(level, 'inline');
      else if (child instanceof Y.XmlElement) this.#join(level, `own ${child.nodeName}`);
      this.#lookAt(child);
    }
  }

  /** What nothing ties to text stands among blocks. */
  #levelOf(name: string): Level {
    return this.#find(name) === this.#find('inline') ? 'inline' : 'block';
  }

  #join(one: string, other: string): void {
    const [a, b] = [this.#find(one), this.#find(other)];
    if (a !== b) this.#levels.set(a, b);
  }

  #find(name: string): string {
    const next = this.#levels.get(name);
    return next === undefined ? name : this.#find(next);
  }

  get #summary(): string {
    return JSON.stringify([this.canOpen, this.foreignNodes, this.foreignMarks]);
  }
}
