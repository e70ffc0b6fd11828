/**
 * A WebSocket client that costs as little as it can: all sockets read into one buffer, and a frame is handed on as a
 * view of it, copied only where it arrived in pieces. A client heavier than the server would measure itself.
 */
import { connect, type Socket } from 'node:net';
import type { Headers } from '../servers/running-server.ts';

export const opcode = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;
const endOfHead = '\r\n\r\n';
/** Sockets are read one after the other, and each read is done with before the next: one buffer does for all. */
const readBuffer = Buffer.allocUnsafeSlow(256 * 1024);

export interface LightSocketOptions {
  headers: Headers;
  /** Of a frame that arrives in pieces only so many bytes are kept; all when left out. */
  keptBytes?: number;
  onOpen(): void;
  /** `frame` is valid only during the call. */
  onFrame(frame: Buffer): void;
  /** Once, with the code that the server gave, or 1006. */
  onClose(code: number): void;
}

export class LightSocket {
  readonly #socket: Socket;
  readonly #options: LightSocketOptions;
  readonly #keptBytes: number;
  #head: string | null = '';
  #closeCode = 1006;
  /** A header that arrived in pieces. */
  #rest: Buffer | null = null;
  #opcode = 0;
  /** What is still to come of the frame that is being read, and what is kept of it. */
  #lacking = 0;
  #kept: Buffer[] = [];
  #keptSoFar = 0;

  constructor(url: string, options: LightSocketOptions) {
    this.#options = options;
    this.#keptBytes = options.keptBytes ?? Number.POSITIVE_INFINITY;
    const { hostname, port, pathname, search } = new URL(url);
    this.#socket = connect({
      host: hostname,
      port: Number(port),
      noDelay: true,
      onread: {
        buffer: readBuffer,
        callback: (length, buffer) => {
          this.#read((buffer as Buffer).subarray(0, length));
          return true;
        },
      },
    });
    this.#socket.on('connect', () => {
      const lines = [
        `GET ${pathname}${search} HTTP/1.1`,
        `Host: ${hostname}:${port}`,
        'Connection: Upgrade',
        'Upgrade: websocket',
        'Sec-WebSocket-Version: 13',
        'Sec-WebSocket-Key: bG9uZ3RhYmxlIGJlbmNoIQ==',
        ...Object.entries(options.headers).map(([name, value]) => `${name}: ${value}`),
      ];
      this.#socket.write(lines.join('\r\n') + endOfHead);
    });
    this.#socket.on('error', () => undefined);
    this.#socket.once('close', () => options.onClose(this.#closeCode));
  }

  get bufferedBytes(): number {
    return this.#socket.writableLength;
  }

  send(payload: Uint8Array): void {
    this.#write(opcode.binary, payload);
  }

  /** Bytes as they are, without a frame around them. */
  sendRaw(bytes: Uint8Array): void {
    this.#socket.write(bytes);
  }

  stopReading(): void {
    this.#socket.pause();
  }

  terminate(): void {
    this.#socket.destroy();
  }

  /** The mask that a client's frame must have is all zeros, so that the payload goes out as it is. */
  #write(kind: number, payload: Uint8Array): void {
    this.#socket.cork();
    this.#socket.write(frameHeader(kind, payload.byteLength));
    this.#socket.write(payload);
    this.#socket.uncork();
  }

  #read(bytes: Buffer): void {
    if (this.#head === null) this.#readFrames(bytes);
    else this.#readHead(bytes);
  }

  #readHead(bytes: Buffer): void {
    const head = this.#head + bytes.toString('latin1');
    this.#head = head;
    const end = head.indexOf(endOfHead);
    if (end === -1) return;
    this.#head = null;
    if (!head.startsWith('HTTP/1.1 101')) {
      this.terminate();
      return;
    }
    this.#options.onOpen();
    const rest = Buffer.from(head.slice(end + endOfHead.length), 'latin1');
    if (rest.byteLength > 0) this.#readFrames(rest);
  }

  #readFrames(read: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, read]) : read;
    this.#rest = null;
    let at = 0;
    while (at < bytes.byteLength) {
      if (this.#lacking > 0) {
        const end = Math.min(bytes.byteLength, at + this.#lacking);
        this.#keep(bytes.subarray(at, end));
        this.#lacking -= end - at;
        at = end;
        if (this.#lacking === 0) this.#finishKept();
        continue;
      }
      const header = readHeader(bytes, at);
      if (!header) {
        this.#rest = Buffer.from(bytes.subarray(at));
        return;
      }
      at += header.size;
      this.#opcode = header.opcode;
      const end = at + header.length;
      if (end <= bytes.byteLength) {
        this.#receive(bytes.subarray(at, end));
        at = end;
      } else {
        this.#keep(bytes.subarray(at));
        this.#lacking = end - bytes.byteLength;
        return;
      }
    }
  }

  #keep(piece: Buffer): void {
    const wanted = Math.min(piece.byteLength, this.#keptBytes - this.#keptSoFar);
    if (wanted <= 0) return;
    this.#kept.push(Buffer.from(piece.subarray(0, wanted)));
    this.#keptSoFar += wanted;
  }

  #finishKept(): void {
    const frame = Buffer.concat(this.#kept);
    this.#kept = [];
    this.#keptSoFar = 0;
    this.#receive(frame);
  }

  #receive(frame: Buffer): void {
    if (this.#opcode === opcode.binary) this.#options.onFrame(frame);
    else if (this.#opcode === opcode.ping) this.#write(opcode.pong, Buffer.from(frame));
    else if (this.#opcode === opcode.close) {
      if (frame.byteLength >= 2) this.#closeCode = frame.readUInt16BE(0);
      this.#socket.end();
    }
  }
}

/** The header of a client's frame, with a mask of zeros. */
export function frameHeader(kind: number, length: number): Buffer {
  const lengthBytes = length < 126 ? 0 : length < 65_536 ? 2 : 8;
  const header = Buffer.alloc(2 + lengthBytes + 4);
  header[0] = 0x80 | kind;
  header[1] = 0x80 | (lengthBytes === 0 ? length : lengthBytes === 2 ? 126 : 127);
  if (lengthBytes === 2) header.writeUInt16BE(length, 2);
  if (lengthBytes === 8) header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}

/** Null when the header is not all there. */
function readHeader(bytes: Buffer, at: number): { opcode: number; size: number; length: number } | null {
  const available = bytes.byteLength - at;
  if (available < 2) return null;
  const kind = (bytes[at] as number) & 0x0f;
  const short = (bytes[at + 1] as number) & 0x7f;
  if (short < 126) return { opcode: kind, size: 2, length: short };
  if (short === 126) return available < 4 ? null : { opcode: kind, size: 4, length: bytes.readUInt16BE(at + 2) };
  return available < 10 ? null : { opcode: kind, size: 10, length: Number(bytes.readBigUInt64BE(at + 2)) };
}
