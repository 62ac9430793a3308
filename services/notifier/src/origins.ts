import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;
/** Origins of pages served by this machine, as the browser writes them. */
export const LOOPBACK_ORIGIN = /^https?:\/\/(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

/**
 * Whether a page may connect. Browsers do not apply CORS to WebSockets: without this check any page in the world
 * could listen in the name of whoever opens it. No Origin header is no browser, and is allowed.
 *
 * @param allowed - origins besides the own and the loopback ones
 */
export function createOriginCheck(
  allowed: readonly string[],
): (req: Pick<IncomingMessage, 'headers'>) => boolean {
  const listed = new Set(allowed.map((origin) => origin.toLowerCase().replace(/\/$/, '')));
  return ({ headers }) => {
    const { origin } = headers;
    if (origin === undefined || listed.has(origin.toLowerCase())) return true;
    if (!URL.canParse(origin)) return false;
    const { host, hostname } = new URL(origin);
    return host === headers.host || host === headers['x-forwarded-host'] || LOOPBACK.test(hostname);
  };
}
