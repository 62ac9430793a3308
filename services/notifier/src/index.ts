export { notifierConfig } from './config.ts';
export type { NotifierConfig } from './config.ts';
export { startNotifier } from './notifier.ts';
export type { NotifierOverrides, RunningNotifier } from './notifier.ts';
