/**
 * Lets a plan open again without a connection: the pages' code is kept, and each plan page as it was last seen.
 * The plan's words themselves are kept by the live plan; nothing here ever answers for the API.
 */
import { version } from '$app/env';
import { assets as files, immutable } from '$app/manifest';
import { self as worker } from '$app/service-worker';

const assets = `assets-${version}`;
const pages = `pages-${version}`;
const known = new Set([...immutable, ...files].map(({ path }) => `/${path.replace(/^\//, '')}`));
/** Pages kept, the last ones seen. */
const maxPages = 60;

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(assets).then((cache) => cache.addAll([...known])));
  void worker.skipWaiting();
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name !== assets && name !== pages).map((name) => caches.delete(name))),
      )
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
  if (known.has(url.pathname)) event.respondWith(fromAssets(request));
  else if (request.mode === 'navigate' && url.pathname.startsWith('/plan/')) event.respondWith(fromNetwork(request));
});

async function fromAssets(request: Request): Promise<Response> {
  const cache = await caches.open(assets);
  return (await cache.match(request)) ?? fetch(request);
}

/** The network's page, or the last one seen; any page of the plan can open the others. */
async function fromNetwork(request: Request): Promise<Response> {
  const cache = await caches.open(pages);
  try {
    const response = await fetch(request);
    if (response.ok) {
      await cache.put(request, response.clone());
      const keys = await cache.keys();
      await Promise.all(keys.slice(0, Math.max(0, keys.length - maxPages)).map((key) => cache.delete(key)));
    }
    return response;
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}
