import { expect, it } from 'vitest';

import { cardText } from './card-text.ts';
import { lineOfWords } from './words.suite.ts';

it('a card’s text has a line for each line and a blank one where space is', () => {
  const words = [
    ...lineOfWords('Becker, Johann', { line: 0, y: 100 }),
    ...lineOfWords('Wärmelehre', { line: 1, y: 150 }),
    ...lineOfWords('Basel 1938', { line: 2, y: 260 }),
    ...lineOfWords('8°', { line: 3, y: 310 }),
  ];
  expect(cardText(words)).toBe('Becker, Johann\nWärmelehre\n\nBasel 1938\n8°');
});

it('the text of nothing is empty', () => {
  expect(cardText([])).toBe('');
});
