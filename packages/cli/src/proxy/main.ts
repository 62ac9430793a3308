import { createLogger, parseConfig, runProcess } from '@cardmill/server-kit';

import { proxySchema } from './config.ts';
import { startProxy } from './proxy.ts';

// The proxy alone, as compose runs it. `cardmill up` starts the same one within the launcher.
const service = 'proxy';
const boot = createLogger({ service });

function readConfig() {
  try {
    return parseConfig(proxySchema, process.env);
  } catch (err) {
    boot.fatal({ err }, 'the proxy could not start');
    return process.exit(1);
  }
}

const config = readConfig();
const logger = createLogger({ service, level: config.LOG_LEVEL });

await runProcess({
  name: service,
  logger,
  async start(stack) {
    const proxy = await startProxy({
      host: config.HOST,
      publishedAt: config.CARDMILL_BIND,
      origins: config.ALLOWED_ORIGINS,
      port: config.PORT,
      apiUrl: () => config.API_URL,
      notifierUrl: () => config.NOTIFIER_URL,
      webDir: config.WEB_DIR,
      logger,
    });
    stack.add('proxy', () => proxy.close(20_000), 25_000);
    logger.info({ url: proxy.url }, 'listening');
  },
});
