import { createLogger, parseConfig, runProcess } from '@cardmill/server-kit';
import { completeStore } from '@cardmill/storage';

import { workerConfig } from './config.ts';
import { startWorker, STOP_MS } from './worker.ts';

const config = parseConfig(workerConfig, completeStore(process.env));
const logger = createLogger({ service: 'ocr-worker', level: config.LOG_LEVEL });

await runProcess({
  name: 'ocr-worker',
  logger,
  start: async (stack) => {
    const worker = await startWorker(config, { logger });
    const close = async (): Promise<void> => {
      const { failed } = await worker.close();
      // Told to the frame, so that the exit code says so.
      if (failed.length > 0) throw new Error(`not released: ${failed.join(', ')}`);
    };
    stack.add('worker', close, STOP_MS);
  },
});
