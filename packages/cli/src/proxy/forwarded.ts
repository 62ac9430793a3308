import type { IncomingMessage } from 'node:http';

/**
 * What the services are told about the sender: `x-forwarded-for` with this hop added at the end (only
 * the last entry is this proxy's word; earlier ones may be a TLS proxy's or made up), `-host` and
 * `-proto` as the outermost proxy said. The host itself is passed on unchanged.
 */
export function forwardedHeaders(req: IncomingMessage): Record<string, string> {
  const before = one(req.headers['x-forwarded-for']);
  const sender = req.socket.remoteAddress ?? 'unknown';
  return {
    'x-forwarded-for': before === undefined ? sender : `${before}, ${sender}`,
    'x-forwarded-host': one(req.headers['x-forwarded-host']) ?? req.headers.host ?? '',
    'x-forwarded-proto': one(req.headers['x-forwarded-proto']) ?? 'http',
  };
}

const one = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(', ') : value;
