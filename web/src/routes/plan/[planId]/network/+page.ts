import type { PageLoad } from './$types';

/** The year that is asked for, so that a moment of the network has an address; null for now. */
export const load: PageLoad = ({ url }) => {
  const year = url.searchParams.get('year') ?? '';
  return { year: /^\d{4}$/.test(year) ? Number(year) : null };
};
