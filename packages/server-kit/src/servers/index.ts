export { freePort } from './free-port.ts';
export { ensureInstalled, findCommand, systemPath } from './install.ts';
export type { Environment, Manager, SystemPackage } from './install.ts';
export { startPostgres } from './postgres.ts';
export type { RunningServer, StartPostgresOptions } from './postgres.ts';
export { ensureRedisServer, startRedis } from './redis-server.ts';
export type { StartRedisOptions } from './redis-server.ts';
export { spawnTied } from './spawn-tied.ts';
export type { Exit, OrphanStep, SpawnTiedOptions, TiedProcess } from './spawn-tied.ts';
