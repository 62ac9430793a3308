import { afterEach, describe, expect, it } from 'vitest';

import { createKeeper, type KeptChange, keptChange } from './kept-change.ts';

afterEach(() => sessionStorage.clear());

const change = (title: string, version = 1): KeptChange => ({
  parts: { title, rows: [], languages: ['deu'], templateId: null, options: {} },
  version,
  inDoubt: [{ title: 'sent' }],
});

describe('what is not saved yet', () => {
  it('is there again with its version and what is in doubt, until it is saved', () => {
    const keeper = createKeeper('b');
    keeper.keep(change('A'));
    keeper.renew(change('A', 2));
    expect(keptChange('b')).toEqual(change('A', 2));
    keeper.forget();
    expect(keptChange('b')).toBeNull();
  });

  it('is not touched by a page that was left and hears late', () => {
    const left = createKeeper('b');
    left.keep(change('A'));
    createKeeper('b').keep(change('B'));
    left.renew(change('A', 2));
    left.forget();
    expect(keptChange('b')?.parts.title).toBe('B');
    sessionStorage.clear();
    left.renew(change('A', 3));
    expect(keptChange('b')).toBeNull();
  });

  it('of another version of this page is no set-up', () => {
    for (const text of ['', '{', '{"title":"x","rows":[]}', '{"parts":{},"version":1,"inDoubt":[]}']) {
      sessionStorage.setItem('cardmill.set-up.b', text);
      expect(keptChange('b')).toBeNull();
    }
  });
});
