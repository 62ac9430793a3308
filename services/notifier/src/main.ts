import { createLogger, parseConfig, runProcess } from '@cardmill/server-kit';

import { notifierConfig } from './config.ts';
import { startNotifier } from './notifier.ts';

const config = parseConfig(notifierConfig, process.env);
const logger = createLogger({ service: 'notifier', level: config.LOG_LEVEL });

await runProcess({
  name: 'notifier',
  logger,
  start: async (stack) => {
    const notifier = await startNotifier(config, { logger });
    stack.add('notifier', () => notifier.close(), 15_000);
  },
});
