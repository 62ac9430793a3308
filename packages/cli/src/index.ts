export { startProxy } from './proxy/proxy.ts';
export type { Proxy, ProxyOptions } from './proxy/proxy.ts';
