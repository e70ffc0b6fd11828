/**
 * Lets a plan open again without a connection. What a version of the pages needs is kept whole when it comes: its
 * code, and a shell that draws any page of a plan from the copy on this device. For readers, who have no copy, pages
 * are kept as they were last seen. Nothing here ever answers for the API.
 */
import { version } from '$app/env';
import { assets as files, immutable } from '$app/manifest';
import { self as worker } from '$app/service-worker';

const assets = `assets-${version}`;
const pages = `pages-${version}`;
const shell = '/shell';
const home = '/';
const known = new Set([...immutable, ...files].map(({ path }) => `/${path.replace(/^\//, '')}`));
/** Pages kept, the last ones seen. */
const maxPages = 60;

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(assets).then((cache) => cache.addAll([shell, home, ...known])));
  void worker.skipWaiting();
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    renewPages()
      .then(forgetOld)
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (known.has(url.pathname) || url.pathname.startsWith('/_app/immutable/')) event.respondWith(fromAssets(request));
  else if (request.mode !== 'navigate') return;
  else if (url.pathname.startsWith('/plan/')) event.respondWith(fromNetwork(request));
  else if (url.pathname === home) event.respondWith(fetch(request).catch(() => fromAssets(request)));
});

/** Of this version, or of the one before, whose pages may still be open. */
async function fromAssets(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

/** The network's page; without one the shell, or for a reader the page as it was last seen. */
async function fromNetwork(request: Request): Promise<Response> {
  try {
    const response = await fetch(request);
    if (response.ok) await keepPage(request, response.clone());
    return response;
  } catch (error) {
    const seen = (await hasCopy(request.url)) ? undefined : await findPage(request);
    const kept = seen ?? (await caches.match(shell));
    if (kept) return kept;
    throw error;
  }
}

async function keepPage(request: Request, response: Response): Promise<void> {
  const cache = await caches.open(pages);
  await cache.put(request, response);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - maxPages)).map((key) => cache.delete(key)));
}

async function findPage(request: Request): Promise<Response | undefined> {
  return (await caches.open(pages)).match(request, { ignoreSearch: true });
}

/** Whether a live plan has left a copy of the plan at this address (see `copyName` in device-copy). */
async function hasCopy(address: string): Promise<boolean> {
  const plan = new URL(address).pathname.split('/')[2];
  const databases = await indexedDB.databases();
  return databases.some(({ name }) => name?.startsWith(`longtable:${plan}:`));
}

/** Pages of another version would ask for code that is gone: they are fetched anew, as far as that works. */
async function renewPages(): Promise<void> {
  for (const name of await caches.keys()) {
    if (!name.startsWith('pages-') || name === pages) continue;
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      const request = new Request(url);
      const response = await fetch(request).catch(() => null);
      if (response?.ok) await keepPage(request, response);
    }
  }
}

/** All but this version's, and the code of the one before, for pages that are still open. */
async function forgetOld(): Promise<void> {
  const names = await caches.keys();
  const before = names.filter((name) => name.startsWith('assets-') && name !== assets).at(-1);
  const old = names.filter((name) => name !== assets && name !== pages && name !== before);
  await Promise.all(old.map((name) => caches.delete(name)));
}
