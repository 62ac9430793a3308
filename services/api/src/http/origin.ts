import { ProblemError } from '@cardmill/server-kit';
import type { Request, RequestHandler } from 'express';

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * No page of another origin may change anything: without sign-in a browser in the house would do what any web page asks
 * (a form post needs no permission by CORS). No Origin header is no browser, and is allowed.
 */
export function checkOrigin(allowed: readonly string[]): RequestHandler {
  const listed = new Set(allowed);
  return (req, _res, next) => {
    const { origin } = req.headers;
    if (SAFE.has(req.method) || origin === undefined || listed.has(origin) || isOwn(req, origin)) next();
    else next(new ProblemError('origin_refused'));
  };
}

function isOwn(req: Request, origin: string): boolean {
  // The browser says it itself, where it does: a proxy may have changed the Host header.
  if (req.headers['sec-fetch-site'] === 'same-origin') return true;
  if (!URL.canParse(origin)) return false;
  const { host, hostname } = new URL(origin);
  const forwarded = req.headers['x-forwarded-host'];
  return host === req.headers.host || host === forwarded || LOOPBACK.test(hostname);
}
