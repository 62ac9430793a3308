import { completeFields, type FieldInput } from '@cardmill/contracts';
import { expect, it } from 'vitest';

import { extractFields } from './extract.ts';
import { nearMatch } from './near-match.ts';
import { compilePattern } from './pattern.ts';
import { typed } from './typed.suite.ts';

const near = (source: string, text: string) => {
  const compiled = compilePattern(source);
  return compiled.ok ? nearMatch(compiled.pattern, text) : compiled.message;
};
const CODE = '[A-Z]\\.\\d+\\.[A-Z]{2}\\.\\d+';

it.each([
  ['K.51.6B.608', 'K.51.GB.608'],
  ['K.5l.GB.608.', 'K.51.GB.608'],
  ['K.51.6B,608', 'K.51.GB.608'],
  ['8.51.GB.6O8', 'B.51.GB.608'],
  ['K.51,.GB.608', 'K.51.GB.608'],
  ['K.51. GB. 608..', 'K.51.GB.608'],
  ['|K.51.6B.608!', 'K.51.GB.608'],
  ['K.51.6GB.608', 'K.51.GB.608'],
  ['K.5l.6GB.608', 'K.51.GB.608'],
])('%s is a misread %s', (read, meant) => {
  expect(near(CODE, read)).toBe(meant);
});

it('is silent where it is not certain', () => {
  expect(near(CODE, 'K.51.6B.608 alt')).toBeNull();
  expect(near(CODE, 'Karl')).toBeNull();
  // The last figures were read as another sign.
  expect(near(CODE, 'K.51.6B.2&')).toBeNull();
  expect(near(CODE, 'K.51.6B.2£')).toBeNull();
  expect(near(CODE, '8.5l.68.6O8')).toBeNull();
  expect(near('K\\d{8}', 'KOlOlOlOl')).toBeNull();
  expect(near('[A-Z]{2}', '1O')).toBe('IO');
  expect(near('[A-Zl]O', '1O')).toBeNull();
  expect(near('K\\d', 'Kl')).toBeNull();
  expect(near('\\d+', 'O'.repeat(40))).toBeNull();
  // Of two signs either may be the one, and a figure read twice is another number.
  expect(near('K\\.[0O]\\d', 'K.0O5')).toBeNull();
  expect(near('K\\.\\d\\d', 'K.511')).toBeNull();
  expect(near('K\\.\\d\\d', 'K.51 608')).toBeNull();
});

it('is offered beside the value, which keeps its verdict', () => {
  const read = (line: string, field: Omit<FieldInput, 'label'>) =>
    extractFields(typed([line]), completeFields([{ label: 'Nummer', pattern: CODE, ...field }]))['nummer'];
  const wanted = { value: 'K.51.6B.608', normalised: 'K.51.GB.608', verdict: 'pattern' };
  expect(read('Nummer: K.51.6B.608', {})).toMatchObject({ ...wanted, source: 'label' });
  expect(read('K.51.6B.608', { lines: { from: 1, to: 1 } })).toMatchObject({ ...wanted, source: 'line' });
  expect(read('irgendwo K.51.6B.608', {})).toMatchObject({ value: null, source: 'none' });
});
