// Run by run-process.int.test.ts as a real process, to be sent real signals.
import { createLogger } from './logger.ts';
import { runProcess } from './run-process.ts';

const [mode = 'well'] = process.argv.slice(2);

await runProcess({
  name: 'probe',
  logger: createLogger({ service: 'probe', level: 'debug' }),
  async start(stack) {
    const timer = setInterval(() => undefined, 1_000);
    stack.add('timer', () => clearInterval(timer));
    stack.add(
      'slow',
      () => new Promise((resolve) => setTimeout(resolve, mode === 'hangs' ? 30_000 : 50)),
      60_000,
    );
    if (mode === 'fails') throw new Error('port taken');
    if (mode === 'throws later') setTimeout(() => void Promise.reject(new Error('defect')), 10);
  },
});
