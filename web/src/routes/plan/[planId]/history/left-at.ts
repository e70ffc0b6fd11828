/** Which revision of which plan somebody was at, so that they come back to it. As long as the tab is open. */
const places = new Map<string, string>();

export const leftAt = (plan: string) => places.get(plan) ?? null;
export const rememberLeftAt = (plan: string, key: string) => places.set(plan, key);
