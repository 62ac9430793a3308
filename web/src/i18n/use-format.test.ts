import { describe, expect, it } from 'vitest';

import { createFormat } from './use-format.ts';

describe('numbers', () => {
  it('are written as each language writes them', () => {
    const [en, de] = [createFormat('en-GB'), createFormat('de-DE')];
    expect([en.number(1240), de.number(1240)]).toEqual(['1,240', '1.240']);
    expect([en.percent(62), de.percent(62)]).toEqual(['62%', '62\u00A0%']);
    expect([en.seconds(1400), de.seconds(1400)]).toEqual(['1.4\u00A0s', '1,4\u00A0s']);
  });

  it('give the sign of the large percent in both languages', () => {
    for (const locale of ['en-GB', 'de-DE']) {
      expect(createFormat(locale).percentParts(62)).toEqual({ figure: '62', sign: '%' });
    }
  });

  it('say how large files are in figures that can be read', () => {
    const [en, de] = [createFormat('en-GB'), createFormat('de-DE')];
    expect([en.bytes(0), en.bytes(312), en.bytes(48_000)]).toEqual(['0\u00A0kB', '1\u00A0kB', '48\u00A0kB']);
    expect([en.bytes(7_400_000), de.bytes(3_250_000_000)]).toEqual(['7\u00A0MB', '3,3\u00A0GB']);
  });
});
