import { createLogger, parseConfig, runProcess } from '@cardmill/server-kit';
import { completeStore } from '@cardmill/storage';

import { startApi } from './api.ts';
import { apiConfig } from './config.ts';

const config = parseConfig(apiConfig, completeStore(process.env));
const logger = createLogger({ service: 'api', level: config.LOG_LEVEL });

await runProcess({
  name: 'api',
  logger,
  start: async (stack) => {
    const api = await startApi(config, { logger });
    stack.add('api', () => api.close(), 20_000);
  },
});
