/**
 * A bound, no product: passes each frame on unread to everyone else at the plan. The first frame of a socket is its
 * question for the plan; the answer is every frame of content so far, and an empty step 2. Nothing is checked or stored.
 * With BATCH_MS what comes in within that window goes out as one frame.
 */
import { createServer } from 'node:http';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';

interface Plan {
  sockets: Set<WebSocket>;
  frames: Buffer[];
  waiting: { from: WebSocket; frame: Buffer }[];
}

const batchMs = Number(process.env.BATCH_MS ?? 0);
const emptyStep2 = Buffer.from([0, 1, 2, 0, 0]);
const plans = new Map<string, Plan>();

function planAt(path: string): Plan {
  const found = plans.get(path);
  if (found) return found;
  const plan: Plan = { sockets: new Set(), frames: [], waiting: [] };
  plans.set(path, plan);
  return plan;
}

const isStep1 = (frame: Buffer) => frame[0] === 0 && frame[1] === 0;
const isUpdate = (frame: Buffer) => frame[0] === 0 && frame[1] === 2;

function welcome(plan: Plan, socket: WebSocket): void {
  if (batchMs > 0 && plan.frames.length > 1) plan.frames = [Buffer.concat(plan.frames)];
  for (const frame of plan.frames) socket.send(frame);
  socket.send(emptyStep2);
}

function pass(plan: Plan, from: WebSocket, frame: Buffer): void {
  if (isUpdate(frame)) plan.frames.push(frame);
  if (batchMs === 0) {
    for (const socket of plan.sockets) if (socket !== from) socket.send(frame);
    return;
  }
  plan.waiting.push({ from, frame });
  if (plan.waiting.length === 1) setTimeout(passWaiting, batchMs, plan);
}

/** One frame for those who only read; who wrote in this window gets one without their own words. */
function passWaiting(plan: Plan): void {
  const waiting = plan.waiting;
  plan.waiting = [];
  const everything = Buffer.concat(waiting.map(({ frame }) => frame));
  const writers = new Set(waiting.map(({ from }) => from));
  for (const socket of plan.sockets) {
    if (!writers.has(socket)) {
      socket.send(everything);
      continue;
    }
    const others = waiting.filter(({ from }) => from !== socket).map(({ frame }) => frame);
    if (others.length > 0) socket.send(Buffer.concat(others));
  }
}

const server = createServer();
new WebSocketServer({ server }).on('connection', (socket, request) => {
  const plan = planAt(request.url ?? '/');
  plan.sockets.add(socket);
  socket.on('message', (data: RawData) => {
    const frame = data as Buffer;
    if (isStep1(frame)) welcome(plan, socket);
    else pass(plan, socket, frame);
  });
  socket.on('error', () => socket.terminate());
  socket.on('close', () => plan.sockets.delete(socket));
});
server.listen(Number(process.env.PORT), '127.0.0.1', () => process.stdout.write('ready\n'));
