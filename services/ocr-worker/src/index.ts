export { workerConfig, type WorkerConfig } from './config.ts';
export * from './engine/index.ts';
export * from './imaging/index.ts';
export { type CardReading, recogniseCard } from './pipeline/recognise-card.ts';
export { startWorker, type WorkerOverrides } from './worker.ts';
