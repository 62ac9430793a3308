import { expect, test } from 'vitest';

import { createLogger } from './logger.ts';

function capture() {
  const lines: string[] = [];
  const logger = createLogger({
    service: 'api',
    level: 'debug',
    destination: { write: (line) => lines.push(line) },
  });
  return { logger, lines };
}

test('one JSON line per event, with what it is about', () => {
  const { logger, lines } = capture();
  logger.child({ requestId: 'r1', batch: 'b', cardId: 'c', attempt: 2 }).info('claimed');
  logger.debug('more');
  expect(lines).toHaveLength(2);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 'info',
    service: 'api',
    requestId: 'r1',
    batch: 'b',
    cardId: 'c',
    attempt: 2,
    msg: 'claimed',
  });
});

test('secrets never reach a line', () => {
  const { logger, lines } = capture();
  logger.info({ password: 'hunter2', s3: { secretAccessKey: 'hunter2' } }, 'config');
  logger.info({ req: { headers: { authorization: 'Bearer hunter2', cookie: 'hunter2' } } }, 'request');
  logger.info({ VISION_API_KEY: 'hunter2', vision: { apiKey: 'hunter2' } }, 'handwriting');
  logger.warn({ err: new Error('connect redis://me:hunter2@host:6379 refused') }, 'away');
  expect(lines.join('')).not.toContain('hunter2');
  expect(lines[3]).toContain('redis://me:***@host:6379');
});

test('card text never reaches a line, nor do the values a driver hangs on its errors', () => {
  const { logger, lines } = capture();
  logger.info(
    { text: 'Beethoven', result: { words: ['Beethoven'], fields: { composer: 'Beethoven' } } },
    'read',
  );
  logger.error(
    { err: Object.assign(new Error('failed'), { parameters: ['Beethoven'], code: '23505' }) },
    'failed',
  );
  expect(lines.join('')).not.toContain('Beethoven');
  expect(JSON.parse(lines[1] ?? '')).toMatchObject({ err: { message: 'failed', code: '23505' } });
});

test('an error keeps its cause', () => {
  const { logger, lines } = capture();
  logger.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed');
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    err: { message: 'outer', cause: { message: 'inner' } },
  });
});
