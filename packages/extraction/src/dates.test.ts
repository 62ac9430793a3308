import { expect, it } from 'vitest';

import { readDate } from './dates.ts';

it.each([
  ['18. November 1941', '1941-11-18'],
  ['18. Nov. 1941', '1941-11-18'],
  ['23.Nov.1944.(Venezuela)', '1944-11-23'],
  ['6. Aug. 1942', '1942-08-06'],
  ['10.April 1946', '1946-04-10'],
  ['den 18ten November 1841', '1841-11-18'],
  ['3. Jänner 1848', '1848-01-03'],
  ['3. Feber 1848.', '1848-02-03'],
  ['den 5. Märtz 1712', '1712-03-05'],
  ['18 November 1941', '1941-11-18'],
  ['November 18, 1941', '1941-11-18'],
  ['Nov. 18th, 1941', '1941-11-18'],
  ['18th of November 1941', '1941-11-18'],
  ['1er janvier 1890', '1890-01-01'],
  ['3 août 1914', '1914-08-03'],
  ['18 févr. 1941', '1941-02-18'],
  ['24. desember 1905', '1905-12-24'],
  ['17de mai 1905', '1905-05-17'],
  ['die 12 Octobris 1697', '1697-10-12'],
  ['4. Ianuarii 1650', '1650-01-04'],
  ['12. 8bris 1697', '1697-10-12'],
  ['18.XI.1941', '1941-11-18'],
  ['18. XI. 1941', '1941-11-18'],
  ['XI.1941', '1941-11'],
  ['18.11.1941', '1941-11-18'],
  ['23.11.1945.', '1945-11-23'],
  ['11.18.1941', '1941-11-18'],
  ['18/11/1941', '1941-11-18'],
  ['11/18/1941', '1941-11-18'],
  ['4/4/1941', '1941-04-04'],
  ['3/4/1941', '1941'],
  ['1941-11-18', '1941-11-18'],
  ['1941. 11. 18.', '1941-11-18'],
  ['1941-11', '1941-11'],
  ['11/1941', '1941-11'],
  ['Juli 1942', '1942-07'],
  ['Amendment 12, Juli 1942.', '1942-07'],
  ['Amendment 13, 23. November 1945.', '1945-11-23'],
  ['1941', '1941'],
  ['[1922]', '1922'],
  ['(1845).', '1845'],
])('%s is %s', (value, normalised) => {
  expect(readDate(value).normalised).toBe(normalised);
});

it.each([
  ['l8. Nov. l94l', '1941-11-18'],
  ['I8.Il.I94I', '1941-11-18'],
  ['1O. Novernber 19O1', '1901-11-10'],
  ['5. Juui 1930', '1930-06-05'],
  ['5. Ju1i 1930', '1930-07-05'],
  ['3. Dezcmber 1930', '1930-12-03'],
  ['3. Dcz. 1930', '1930-12-03'],
  ['3. N0v. 1930', '1930-11-03'],
  ['193$', '1935'],
  ['3. Mai 19$1', '1951-05-03'],
])('%s, misread, is %s', (value, normalised) => {
  expect(readDate(value).normalised).toBe(normalised);
});

it.each([
  '18.11.41',
  '18. Nov. 41',
  '18.XI.41',
  "Nov. '41",
  '18. November',
  '18.XI.',
  '19. Jh.',
  '1941/42',
  '1920-1922',
])('%s is a date, but which one is open', (value) => {
  expect(readDate(value)).toEqual({ date: true });
});

it.each(['ca. 1850', 'um 1850', 'vor 1900', '1850?', '[1850?]', 'v. 20. April 1920 [1922]'])(
  '%s is not one certain date',
  (value) => {
    expect(readDate(value)).toEqual({ date: true });
  },
);

it.each([
  '',
  'abc',
  'o. J.',
  '31.02.1941',
  '45. Nov. 1941',
  '18.13.1941 oder 14.14.1900',
  'Band 12',
  '32 Stück',
  '10000',
])('%s is no date', (value) => {
  expect(readDate(value)).toEqual({ date: false });
});

it.each([
  ['3887', '1887'],
  ['[4908].', '1908'],
  ['2905', '1905'],
])('%s is no date, but can only be a misread %s', (value, normalised) => {
  expect(readDate(value)).toEqual({ date: false, normalised });
});

it.each(['3287', '8400', '38871', 'Nr. 3887', '3887-3888', '$3887'])('%s may be anything', (value) => {
  expect(readDate(value).normalised).toBeUndefined();
});

it.each(['3. Jum 1930', '3. Der 1930'])(
  '%s: a month of three letters is right but for confusions',
  (value) => {
    expect(readDate(value)).toEqual({ date: true, normalised: '1930' });
  },
);

it('answers soon whatever it is given', () => {
  for (const part of ['1', 'a', ' ', '1.', 'Nov ', '1941-', 'ca ', 'X.']) {
    const started = performance.now();
    readDate(part.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(1_000);
  }
});
