/** The pages of a plan that stand side by side: ways to look at the same plan, in the order in which they are offered. */
import { m } from '#lib/paraglide/messages.js';

interface View {
  /** After the plan's own address. */
  path: string;
  name: () => string;
}

/** What there is to see of a plan's history beside the changes; who has no name has never looked. */
export const historyViews = (hasName: boolean): readonly View[] => [
  ...(hasName ? [{ path: '/since', name: m.history_since }] : []),
  { path: '/versions', name: m.history_versions },
  { path: '/flags', name: m.history_flags },
];

export const views: readonly View[] = [
  { path: '', name: m.edge_plan },
  { path: '/visions', name: m.edge_visions },
  { path: '/roadmap', name: m.edge_roadmap },
  { path: '/network', name: m.edge_network },
  { path: '/holds', name: m.edge_holds },
  { path: '/history', name: m.edge_history },
];

/** What a page of a plan is called, by what stands after the plan's address; null for its first page, and for what is no page. */
export function viewName(path: string): string | null {
  if (path === 'search') return m.search_title();
  return path === '' ? null : (views.find((view) => view.path === `/${path}`)?.name() ?? null);
}
