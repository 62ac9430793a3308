import { describe, expect, it } from 'vitest';

import { createOriginCheck } from './origins.ts';

const isAllowed = createOriginCheck(['https://cards.museum.example', 'http://scan.lan:8080/']);

describe('createOriginCheck', () => {
  it.each([
    ['no origin at all', {}, true],
    ['the same origin', { origin: 'https://mill.example', host: 'mill.example' }, true],
    [
      'the same origin behind a proxy',
      { origin: 'https://mill.example', host: 'notifier:3001', 'x-forwarded-host': 'mill.example' },
      true,
    ],
    ['another port of the same host', { origin: 'http://mill.example:81', host: 'mill.example:80' }, false],
    ['loopback', { origin: 'http://localhost:5173', host: 'notifier' }, true],
    ['loopback as a number', { origin: 'http://127.0.0.1:8080', host: 'notifier' }, true],
    ['loopback, IPv6', { origin: 'http://[::1]:8080', host: 'notifier' }, true],
    ['one of the list', { origin: 'https://cards.museum.example', host: 'notifier' }, true],
    ['one of the list, written with a slash there', { origin: 'http://scan.lan:8080', host: 'x' }, true],
    ['a listed host over another scheme', { origin: 'http://cards.museum.example', host: 'x' }, false],
    ['a name that only begins alike', { origin: 'https://cards.museum.example.evil.test', host: 'x' }, false],
    ['a name that looks like loopback', { origin: 'http://127.0.0.1.evil.test', host: 'x' }, false],
    ['a foreign page', { origin: 'https://evil.test', host: 'mill.example' }, false],
    ['a page without an origin of its own', { origin: 'null', host: 'mill.example' }, false],
    ['an empty origin', { origin: '', host: '' }, false],
  ])('%s', (_what, headers, allowed) => {
    expect(isAllowed({ headers })).toBe(allowed);
  });
});
