/** Whether a request comes from a page of ours: cookies ride along on upgrades and posts from anywhere. */
import type { Context } from 'hono';

/**
 * A request without an Origin comes from no browser, and brings a cookie only if somebody put it there.
 * @param expected the configured origin, or null to hold the Origin against the address that was asked for
 */
export function isForeignOrigin(c: Context, expected: string | null): boolean {
  const origin = c.req.header('origin');
  if (origin === undefined) return false;
  if (expected !== null) return origin !== expected;
  return !URL.canParse(origin) || new URL(origin).host !== new URL(c.req.url).host;
}
