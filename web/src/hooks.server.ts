/** What the server does around every page: answers `/api` in process, and says in which language a page is. */
import type { Handle } from '@sveltejs/kit/hooks';
import { getLocale, getTextDirection } from '#lib/paraglide/runtime.js';

/** A load that fetches `/api/…` while a page is rendered comes through here, cookies included, without a socket. */
export const handle: Handle = ({ event, resolve }) => {
  if (event.url.pathname.startsWith('/api/') && globalThis.longtable) return globalThis.longtable.fetch(event.request);
  return resolve(event, {
    transformPageChunk: ({ html }) =>
      html.replace('lang="en" dir="ltr"', `lang="${getLocale()}" dir="${getTextDirection()}"`),
  });
};
