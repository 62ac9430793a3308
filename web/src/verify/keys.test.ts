import { describe, expect, it } from 'vitest';

import { commandOf, type KeyPress } from './keys.ts';

const press = (key: string, change: Partial<KeyPress> = {}): KeyPress => ({
  key,
  shiftKey: false,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...change,
});

describe('keys of the review', () => {
  it('are letters while a text is edited', () => {
    for (const key of ['v', 's', 'e', '?', '+', '0', 'ArrowDown'])
      expect(commandOf(press(key), 'text')).toBeNull();
    expect(commandOf(press('Enter'), 'text')).toBe('accept');
    expect(commandOf(press('Escape'), 'text')).toBe('leave');
  });

  it('are commands everywhere else', () => {
    expect(
      ['Enter', 'e', 'V', 's', 'p', 'u', 'w', '?', 'PageDown'].map((key) => commandOf(press(key), 'page')),
    ).toEqual(['accept', 'edit', 'verify', 'skip', 'back', 'undo', 'words', 'help', 'skip']);
    expect(commandOf(press('+'), 'page')).toBe('image:+');
  });

  it('leave a button its Enter, and the browser its own keys', () => {
    expect(commandOf(press('Enter'), 'control')).toBeNull();
    expect(commandOf(press('Enter', { ctrlKey: true }), 'control')).toBe('verify');
    expect(commandOf(press('r', { ctrlKey: true }), 'page')).toBeNull();
    expect(commandOf(press('ArrowLeft', { altKey: true }), 'page')).toBeNull();
  });
});
