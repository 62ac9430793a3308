/** What a key means on the page. `image:` leads a key that belongs to the image. */
export type Command =
  | 'accept'
  | 'edit'
  | 'leave'
  | 'undo'
  | 'verify'
  | 'unverify'
  | 'skip'
  | 'back'
  | 'down'
  | 'up'
  | 'words'
  | 'help'
  | `image:${string}`;

export interface KeyPress {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}
/** Where the key was pressed: in a text being edited, on a part that has keys of its own, or anywhere else. */
export type Place = 'text' | 'control' | 'page';

const PAGE: Record<string, Command> = {
  e: 'edit',
  F2: 'edit',
  u: 'undo',
  v: 'verify',
  x: 'unverify',
  s: 'skip',
  n: 'skip',
  p: 'back',
  j: 'down',
  k: 'up',
  ArrowDown: 'down',
  ArrowUp: 'up',
  w: 'words',
  '?': 'help',
};
const IMAGE = '+=-01rfl';

/** While a text is edited letters are letters; else each is a command, so that the whole review is done by single keys. */
export function commandOf(press: KeyPress, place: Place): Command | null {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = press;
  if ((ctrlKey || metaKey) && key === 'Enter') return 'verify';
  if (ctrlKey || metaKey || altKey) return null;
  if (key === 'PageDown') return 'skip';
  if (key === 'PageUp') return 'back';
  if (place === 'text') {
    if (key === 'Enter' && !shiftKey) return 'accept';
    return key === 'Escape' ? 'leave' : null;
  }
  if (key === 'Enter') return place === 'page' ? 'accept' : null;
  if (place === 'control' && key.startsWith('Arrow')) return null;
  const letter = key.length === 1 ? key.toLowerCase() : key;
  if (IMAGE.includes(letter)) return `image:${letter}`;
  return PAGE[letter] ?? null;
}
