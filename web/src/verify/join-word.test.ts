import { expect, it } from 'vitest';

import { joinWord } from './join-word.ts';

it('takes a word in at the caret with the blanks it needs', () => {
  expect(joinWord('', 0, 0, 'Bäume')).toEqual({ text: 'Bäume', caret: 5 });
  expect(joinWord('die', 3, 3, 'Bäume')).toEqual({ text: 'die Bäume', caret: 9 });
  expect(joinWord('die aus', 4, 4, 'Bäume')).toEqual({ text: 'die Bäume aus', caret: 9 });
});

it('puts a word in the place of what is marked', () => {
  expect(joinWord('die Baume, aus', 4, 9, 'Bäume')).toEqual({ text: 'die Bäume, aus', caret: 9 });
});
