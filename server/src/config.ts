/** The environment, read once into typed values. Every bad key is named at once, so that nobody mends them one by one. */

export interface Config {
  port: number;
  host: string;
  /** Folder that holds the database. */
  dataDir: string;
  /** The address that people use, where it differs from the Host header; null: trust the header. */
  origin: string | null;
  /** False lifts rate limits for load tests, never the checks of S1. */
  hasLimits: boolean;
  /** Whether a proxy in front says whom requests come from, in `X-Forwarded-For`. */
  trustsProxy: boolean;
}

export class BadConfig extends Error {
  override name = 'BadConfig';
}

/** @throws BadConfig naming every key that makes no sense */
export function readConfig(env: Record<string, string | undefined>): Config {
  const problems: string[] = [];
  const port = Number(env.PORT ?? 3000);
  if (!Number.isInteger(port) || port < 0 || port > 65535) problems.push(`PORT must be 0 to 65535, not "${env.PORT}"`);
  const origin = env.ORIGIN ? parseOrigin(env.ORIGIN) : null;
  if (env.ORIGIN && !origin)
    problems.push(`ORIGIN must be an address such as https://plan.example, not "${env.ORIGIN}"`);
  const limits = env.LIMITS ?? 'on';
  if (limits !== 'on' && limits !== 'off') problems.push(`LIMITS must be "on" or "off", not "${limits}"`);
  const proxy = env.TRUST_PROXY ?? 'off';
  if (proxy !== 'on' && proxy !== 'off') problems.push(`TRUST_PROXY must be "on" or "off", not "${proxy}"`);
  if (problems.length > 0) throw new BadConfig(`The settings can't be used:\n- ${problems.join('\n- ')}`);
  return {
    port,
    host: env.HOST || '127.0.0.1',
    dataDir: env.DATA_DIR || './data',
    origin,
    hasLimits: limits === 'on',
    trustsProxy: proxy === 'on',
  };
}

function parseOrigin(raw: string): string | null {
  const url = URL.canParse(raw) ? new URL(raw) : null;
  return url && /^https?:$/.test(url.protocol) && url.pathname === '/' ? url.origin : null;
}
