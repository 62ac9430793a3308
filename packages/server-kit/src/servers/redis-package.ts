import type { SystemPackage } from './install.ts';

/** Redis is in no npm package; every system has it in its own. */
export const redisServer: SystemPackage = {
  anyOf: ['redis-server', 'valkey-server'],
  packages: { 'apt-get': 'redis-server', apk: 'redis', dnf: 'redis', brew: 'redis' },
  purpose: 'Cardmill needs a Redis server',
};
