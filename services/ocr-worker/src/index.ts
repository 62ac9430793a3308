export * from './engine/index.ts';
export * from './imaging/index.ts';
