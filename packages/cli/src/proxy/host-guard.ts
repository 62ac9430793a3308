import { isIPv4 } from 'node:net';

/**
 * Refuses requests that a stranger's page makes after pointing its own name at this machine (DNS
 * rebinding): they carry that name as their host. Applies while only this machine is served, where
 * nobody signs in and the network is the lock; whoever serves others has names that cannot be known here.
 *
 * @param boundTo - the address listened on
 * @param origins - origins that are allowed besides, e.g. of a TLS proxy in front
 */
export function createHostGuard(
  boundTo: string,
  origins: readonly string[],
): (host: string | undefined) => boolean {
  if (!isLoopback(boundTo)) return () => true;
  const known = new Set(origins.flatMap((origin) => nameOf(origin) ?? []));
  return (host) => {
    const name = host === undefined ? undefined : nameOf(`http://${host}`);
    // HTTP/1.0 has no host; a browser always sends one.
    return name === undefined ? host === undefined : isLoopback(name) || known.has(name);
  };
}

function nameOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname : undefined;
}

/** True for names and addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    (isIPv4(name) && name.startsWith('127.'))
  );
}
