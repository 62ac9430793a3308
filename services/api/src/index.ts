export { startApi } from './api.ts';
export type { RunningApi, StartApiOptions } from './api.ts';
export { apiConfig } from './config.ts';
export type { ApiConfig } from './config.ts';
export { BUILT_IN } from './templates/built-in.ts';
