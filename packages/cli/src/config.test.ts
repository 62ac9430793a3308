import { expect, test } from 'vitest';

import { inheritedEnv, resolveSettings, withoutWorkers } from './config.ts';
import type { Flags } from './config.ts';

const resolve = (flags: Flags = {}, env: Record<string, string> = {}) =>
  resolveSettings(flags, { env, root: '/srv/cardmill', invokedIn: '/home/ada/cards', cores: 8 });

test('without anything: this machine only, port 8080, at most four workers', () => {
  expect(resolve()).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    dataDir: undefined,
    workers: 4,
    url: undefined,
  });
});

test('a flag wins over the environment', () => {
  expect(resolve({ port: '9001' }, { CARDMILL_PORT: '9000', CARDMILL_WORKERS: '3' })).toMatchObject({
    port: 9001,
    workers: 3,
  });
});

test('a path is relative to where it was written down', () => {
  expect(resolve({ data: 'mine' }).dataDir).toBe('/home/ada/cards/mine');
  expect(resolve({}, { CARDMILL_DATA: 'mine' }).dataDir).toBe('/srv/cardmill/mine');
  expect(resolve({ data: '/var/cards' }, { CARDMILL_DATA: 'mine' }).dataDir).toBe('/var/cards');
});

test.each<[Flags, RegExp]>([
  [{ port: 'http' }, /--port \(CARDMILL_PORT\): must be a whole number/],
  [{ port: '70000' }, /--port \(CARDMILL_PORT\)/],
  [{ workers: '0' }, /--workers \(CARDMILL_WORKERS\)/],
  [{ url: 'localhost:8080' }, /--url \(CARDMILL_URL\): must be http/],
  [{ url: 'http://cards.example/somewhere' }, /--url \(CARDMILL_URL\): only the origin/],
  [{ data: '' }, /--data \(CARDMILL_DATA\): has no value/],
])('what is wrong is named as it was typed: %o', (flags, message) => {
  expect(() => resolve(flags)).toThrow(message);
});

test('services inherit limits, and no address that lies around', () => {
  expect(
    inheritedEnv({
      PATH: '/bin',
      MAX_FILE_MB: '16',
      DATABASE_URL: 'postgresql://other',
      PORT: '3000',
      STORE: 's3://other',
      NODE_OPTIONS: '--inspect=9229',
      npm_config_registry: 'x',
    }),
  ).toEqual({ PATH: '/bin', MAX_FILE_MB: '16' });
});

test('the key of the endpoint for handwriting reaches workers and nobody else', () => {
  const env = inheritedEnv({ PATH: '/bin', VISION_URL: 'http://127.0.0.1:11434', VISION_API_KEY: 'sesame' });
  expect(env).toEqual({ PATH: '/bin', VISION_URL: 'http://127.0.0.1:11434', VISION_API_KEY: 'sesame' });
  expect(withoutWorkers(env)).toEqual({ PATH: '/bin' });
});
