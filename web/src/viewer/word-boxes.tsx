import { type KeyboardEvent, memo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { type Box, wordBeyond } from './geometry.ts';

export interface WordBox extends Box {
  readonly text: string;
}
/** Places in the list of words. `unsure` is framed within what is lit. */
export interface LitWords {
  readonly words: readonly number[];
  readonly unsure: readonly number[];
}

interface WordBoxesProps {
  words: readonly WordBox[];
  lit: LitWords;
  hovered: number;
  /** Without it the words are only lit, not chosen. */
  onPick: ((place: number) => void) | null;
}

/**
 * The words of the card as boxes in image pixels. One stop for the tabulator: arrows walk from word to word, Enter takes
 * one. The pointer goes through to the image, which says itself what was clicked: so it can be dragged at a word.
 */
export const WordBoxes = memo(function WordBoxes({ words, lit, hovered, onPick }: WordBoxesProps) {
  const { t } = useTranslation();
  const group = useRef<HTMLDivElement>(null);
  const [at, setAt] = useState<number | null>(null);
  const here = Math.min(at ?? lit.words[0] ?? 0, words.length - 1);
  const look = (place: number): string =>
    [
      'card-word',
      lit.words.includes(place) ? 'lit' : '',
      lit.unsure.includes(place) ? 'unsure' : '',
      place === hovered ? 'hover' : '',
    ].join(' ');
  const box = ({ x, y, width, height }: Box) => ({ left: x, top: y, width, height });

  if (onPick === null) {
    return lit.words.map((place) => {
      const word = words[place];
      return word === undefined ? null : (
        <span key={place} aria-hidden className={look(place)} style={box(word)} />
      );
    });
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    const to = {
      ArrowLeft: here - 1,
      ArrowRight: here + 1,
      ArrowUp: wordBeyond(words, here, -1),
      ArrowDown: wordBeyond(words, here, 1),
      Home: 0,
      End: words.length - 1,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const place = Math.max(0, Math.min(words.length - 1, to));
    setAt(place);
    group.current?.querySelector<HTMLElement>(`[data-place="${place}"]`)?.focus({ preventScroll: true });
  };
  return (
    <div ref={group} role="group" aria-label={t('viewer.words')} onKeyDown={onKeyDown}>
      {words.map((word, place) => (
        <button
          // Words have no id; their order is fixed for as long as the card is.
          // oxlint-disable-next-line react/no-array-index-key
          key={place}
          type="button"
          className={look(place)}
          style={box(word)}
          data-place={place}
          data-word-here={place === here}
          tabIndex={place === here ? 0 : -1}
          aria-label={word.text}
          onFocus={() => setAt(place)}
          onClick={() => onPick(place)}
        />
      ))}
    </div>
  );
});
