/** What the server does around every page: answers `/api` in process, and says what a page is and may do. */
import type { Handle } from '@sveltejs/kit/hooks';
import { getLocale, getTextDirection } from '#lib/paraglide/runtime.js';

/** A plan's address is its key: it must not leave with a link to another site, nor end up in a search engine. */
const headers = {
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
};

/** A load that fetches `/api/…` while a page is rendered comes through here, cookies included, without a socket. */
export const handle: Handle = async ({ event, resolve }) => {
  if (event.url.pathname.startsWith('/api/') && globalThis.longtable) {
    const request = new Request(event.request);
    request.headers.set('x-longtable-address', event.getClientAddress());
    return globalThis.longtable.fetch(request);
  }
  const response = await resolve(event, {
    transformPageChunk: ({ html }) =>
      html.replace('lang="en" dir="ltr"', `lang="${getLocale()}" dir="${getTextDirection()}"`),
  });
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
};
