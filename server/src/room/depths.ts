/** How deep every id of a plan is nested (rule S1), as runs: letters typed into one text are one run. */
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** Of one client: the depth from `starts[i]` on is `depths[i]`. */
interface Runs {
  starts: number[];
  depths: number[];
}

export class Depths {
  readonly #byClient = new Map<number, Runs>();

  /** @param clock at or after all that the client has so far */
  add(client: number, clock: number, depth: number): void {
    const runs = this.#byClient.get(client);
    if (!runs) this.#byClient.set(client, { starts: [clock], depths: [depth] });
    else if (runs.depths.at(-1) !== depth) {
      runs.starts.push(clock);
      runs.depths.push(depth);
    }
  }

  addAll(later: Depths): void {
    for (const [client, { starts, depths }] of later.#byClient) {
      starts.forEach((start, index) => {
        this.add(client, start, depths[index] as number);
      });
    }
  }

  /** 1 for what stands in a root; 0 for what is not known. */
  of(client: number, clock: number): number {
    const runs = this.#byClient.get(client);
    if (!runs) return 0;
    let low = 0;
    let high = runs.starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((runs.starts[middle] as number) <= clock) low = middle + 1;
      else high = middle;
    }
    return runs.depths[low - 1] ?? 0;
  }

  write(out: encoding.Encoder): void {
    encoding.writeVarUint(out, this.#byClient.size);
    for (const [client, { starts, depths }] of this.#byClient) {
      encoding.writeVarUint(out, client);
      encoding.writeVarUint(out, starts.length);
      let last = 0;
      starts.forEach((start, index) => {
        encoding.writeVarUint(out, start - last);
        encoding.writeVarUint(out, depths[index] as number);
        last = start;
      });
    }
  }

  static read(decoder: decoding.Decoder): Depths {
    const read = new Depths();
    for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
      const client = decoding.readVarUint(decoder);
      let clock = 0;
      for (let runs = decoding.readVarUint(decoder); runs > 0; runs--) {
        clock += decoding.readVarUint(decoder);
        read.add(client, clock, decoding.readVarUint(decoder));
      }
    }
    return read;
  }

  static ofDocument(doc: Y.Doc): Depths {
    const depths = new Depths();
    const ofTypes = new Map<unknown, number>();
    const depthOfType = (type: Y.AbstractType<unknown>): number => {
      const known = ofTypes.get(type);
      if (known !== undefined) return known;
      const depth = type._item ? depthOfType(type._item.parent as Y.AbstractType<unknown>) + 1 : 1;
      ofTypes.set(type, depth);
      return depth;
    };
    for (const [client, structs] of doc.store.clients) {
      for (const struct of structs) {
        const parent = struct instanceof Y.Item ? struct.parent : null;
        depths.add(client, struct.id.clock, parent instanceof Y.AbstractType ? depthOfType(parent) : 1);
      }
    }
    return depths;
  }
}
