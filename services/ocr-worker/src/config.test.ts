import { parseConfig } from '@cardmill/server-kit';
import { describe, expect, it } from 'vitest';

import { workerConfig } from './config.ts';

const house = { DATABASE_URL: 'postgresql://x', REDIS_URL: 'redis://x', STORE: 'file:///tmp/x' };
const endpoint = { VISION_URL: 'http://127.0.0.1:11434', VISION_MODEL: 'qwen2.5vl:7b' };
const parse = (env: Record<string, string>) => parseConfig(workerConfig, { ...house, ...env });

describe('the endpoint for handwriting', () => {
  it('is off unless it is named, and has no address of its own', () => {
    const config = parse({ VISION_URL: '', VISION_MODEL: '', VISION_API_KEY: '' });
    expect([config.VISION_URL, config.VISION_MODEL, config.VISION_API_KEY]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('is an address and a model', () => {
    expect(parse(endpoint)).toMatchObject({
      ...endpoint,
      VISION_TIMEOUT_MS: 60_000,
      VISION_REQUESTS_PER_MINUTE: 60,
    });
  });

  it.each([
    [{ VISION_URL: endpoint.VISION_URL }, /^configuration: VISION_MODEL: .*together/],
    [{ VISION_MODEL: 'qwen' }, /VISION_MODEL: .*together/],
    [{ ...endpoint, VISION_URL: 'file:///etc/passwd' }, /VISION_URL: must be an http/],
    [{ ...endpoint, VISION_URL: 'http://me:hunter2@host' }, /VISION_URL: must hold no password/],
    [{ ...endpoint, VISION_URL: 'http://host/?key=hunter2' }, /VISION_URL: must hold no password/],
    [{ ...endpoint, VISION_API_KEY: 'hunter2\nx' }, /VISION_API_KEY: must be one word/],
    [{ ...endpoint, VISION_REQUESTS_PER_MINUTE: '0' }, /VISION_REQUESTS_PER_MINUTE/],
    [{ ...endpoint, VISION_TIMEOUT_MS: '600000' }, /VISION_TIMEOUT_MS/],
  ])('is refused when it cannot be meant, without a word of its secrets: %j', (env, message) => {
    expect(() => parse(env)).toThrow(message);
    expect(() => parse(env)).not.toThrow(/hunter2/);
  });
});
