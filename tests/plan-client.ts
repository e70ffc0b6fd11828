/** A plan's document in a program of its own, through a stock y-websocket client: for content that no page would make. */
import type { BrowserContext } from '@playwright/test';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

/** @param plan path of the plan's page */
export async function openPlanDocument(context: BrowserContext, server: string, plan: string) {
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  return openAs(cookie, server, plan);
}

/** The same for somebody who has no browser: many of those fit beside the browsers that look. */
export async function joinPlanDocument(server: string, plan: string, name: string, organisation = '') {
  const answer = await fetch(`${server}/api/guest`, { method: 'POST', body: JSON.stringify({ name, organisation }) });
  if (!answer.ok) throw new Error(`${name} could not join: ${answer.status}`);
  return openAs(answer.headers.get('set-cookie')?.split(';')[0] ?? '', server, plan);
}

async function openAs(cookie: string, server: string, plan: string) {
  const doc = new Y.Doc();
  const provider = new WebsocketProvider(`${server.replace('http', 'ws')}/sync`, plan.replace('/plan/', ''), doc, {
    disableBc: true,
    WebSocketPolyfill: class extends WebSocket {
      constructor(address: string | URL) {
        // Node's own takes headers as well.
        super(address, { headers: { cookie } } as never);
      }
    },
  });
  await new Promise<void>((resolve) => provider.once('sync', () => resolve()));
  return { doc, close: () => provider.destroy() };
}
