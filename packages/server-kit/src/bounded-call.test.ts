import { expect, it } from 'vitest';

import { callWithin } from './bounded-call.ts';

it('gives back what the function returns, undefined too', () => {
  expect(callWithin(() => ({ a: [1] }), 1_000, 'counting')).toEqual({ a: [1] });
  expect(callWithin(() => undefined, 1_000, 'nothing')).toBeUndefined();
});

it('ends a function that would never end', () => {
  const forever = () => {
    for (;;);
  };
  expect(() => callWithin(forever, 50, 'turning in circles')).toThrow(
    expect.objectContaining({
      code: 'deadline_exceeded',
      message: 'turning in circles took longer than 50 ms',
    }),
  );
});

it('passes on what is no question of time', () => {
  const broken = () => {
    throw new TypeError('nobody foresaw this');
  };
  expect(() => callWithin(broken, 1_000, 'breaking')).toThrow(TypeError);
});
