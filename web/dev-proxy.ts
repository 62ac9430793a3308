import type { ProxyOptions } from 'vite';

/** Where the dev server finds the services; one origin by default, as `npm start` serves them. */
export interface DevTargets {
  readonly api: string;
  readonly notifier: string;
}

/**
 * What the dev server passes on, so that the browser sees one origin as in production.
 * The socket's path is the more special one, so it stands first: Vite takes the first prefix that fits.
 */
export function devProxy(targets: DevTargets): Record<string, ProxyOptions> {
  return {
    '/api/v1/ws': { target: targets.notifier, ws: true },
    '/api': { target: targets.api, ws: true },
    '/batches-static': { target: targets.api },
  };
}
