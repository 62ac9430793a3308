import { SOCKET_PATH } from '@cardmill/contracts';

/** Who answers a request. */
export type Destination = 'api' | 'notifier' | 'static';

/**
 * Chooses by path alone. Only what the API owns goes there; every other path is a page of the web.
 *
 * @param url - the request target as it came, with its query
 */
export function route(url: string): Destination {
  const path = pathOf(url);
  if (isUnder(path, SOCKET_PATH)) return 'notifier';
  if (isUnder(path, '/api') || isUnder(path, '/batches-static')) return 'api';
  return 'static';
}

/** The target without its query. */
export const pathOf = (url: string): string => url.split('?', 1)[0] ?? '/';

const isUnder = (path: string, prefix: string): boolean => path === prefix || path.startsWith(`${prefix}/`);
