export * from './channels.ts';
export * from './keys.ts';
export * from './queues.ts';
