import type { KeyboardEvent } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { suggest } from './suggest.ts';

interface ChoicesUse {
  /** Of the field in the document. */
  id: string;
  vocabulary: readonly string[];
  editing: boolean;
  text: string;
  /** True until something was typed: then the whole list is offered. */
  untouched: boolean;
  /** The entry that the reading most likely means. */
  meant: string | null;
  onPick: (entry: string) => void;
}

/** The vocabulary of a field while it is edited: offered, never forced. Arrows choose, Enter takes, Esc closes. */
export function useChoices(use: ChoicesUse) {
  const { id, vocabulary, editing, text, untouched, meant } = use;
  const [chosen, setChosen] = useState(-1);
  /** The text for which the list was put away. */
  const [closedAt, setClosedAt] = useState<string | null>(null);
  const entries =
    !editing || vocabulary.length === 0 || closedAt === text
      ? []
      : suggest(vocabulary, untouched ? '' : text, meant).filter((entry) => entry !== text);
  const active = Math.min(chosen, entries.length - 1);
  const pick = (entry: string): void => {
    setChosen(-1);
    setClosedAt(entry);
    use.onPick(entry);
  };
  const optionId = (place: number): string => `${id}-choice-${place}`;
  return {
    entries,
    active,
    pick,
    optionId,
    onKeyDown(event: KeyboardEvent): void {
      if (entries.length === 0 || event.ctrlKey || event.altKey || event.metaKey) return;
      const entry = entries[active];
      if (event.key === 'ArrowDown') setChosen((active + 1) % entries.length);
      else if (event.key === 'ArrowUp') setChosen((active <= 0 ? entries.length : active) - 1);
      else if (event.key === 'Enter' && entry !== undefined) pick(entry);
      else if (event.key === 'Escape') setClosedAt(text);
      else return;
      event.preventDefault();
    },
    /** For the text area: what is offered, and which of it is chosen. */
    props:
      vocabulary.length === 0
        ? {}
        : ({
            'aria-autocomplete': 'list',
            'aria-haspopup': 'listbox',
            ...(entries.length > 0 ? { 'aria-controls': `${id}-choices` } : {}),
            ...(active >= 0 ? { 'aria-activedescendant': optionId(active) } : {}),
          } as const),
  };
}
export type ChoicesState = ReturnType<typeof useChoices>;

export function Choices({ id, choices }: { id: string; choices: ChoicesState }) {
  const { t } = useTranslation();
  const { entries, active } = choices;
  if (entries.length === 0) return null;
  return (
    <>
      <span className="sr-only" role="status">
        {t('verify.choices', { count: entries.length })}
      </span>
      <div className="choices" role="listbox" id={`${id}-choices`} aria-label={t('verify.choicesLabel')}>
        {entries.map((entry, place) => (
          <div
            key={entry}
            id={choices.optionId(place)}
            role="option"
            tabIndex={-1}
            aria-selected={place === active}
            className="choice"
            // The focus stays in the text.
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => choices.pick(entry)}
          >
            {entry}
          </div>
        ))}
      </div>
    </>
  );
}
