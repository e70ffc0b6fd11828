/**
 * Whom a request comes from, in a header that we write ourselves on everything that reaches the server: what a client
 * claims there is overwritten. Pages that are rendered here hand it on to the API.
 */
import type { IncomingMessage } from 'node:http';

export const addressHeader = 'x-longtable-address';

/** @param trustsProxy whether the last entry of X-Forwarded-For was written by a proxy of ours */
export function stampAddress(request: IncomingMessage, trustsProxy: boolean): void {
  const forwarded = trustsProxy
    ? String(request.headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '';
  request.headers[addressHeader] = forwarded || (request.socket.remoteAddress ?? 'unknown');
}
