import { ChevronDown, ChevronRight, CircleX, GripVertical } from 'lucide-react';
import type { ButtonHTMLAttributes } from 'react';
import { useTranslation } from 'react-i18next';

import type { FieldRow } from './field-rows.ts';
import { KIND_ICONS } from './kind-icons.ts';
import { useLinesWords } from './lines/use-lines-words.ts';

interface FieldLineProps {
  row: FieldRow;
  place: number;
  name: string;
  open: boolean;
  /** In the hand, by keyboard or pointer. */
  held: boolean;
  refused: boolean;
  grip: ButtonHTMLAttributes<HTMLButtonElement>;
  onOpen: () => void;
  onStep: (by: -1 | 1) => void;
}

/** One field in the list. The whole line opens it; its grip moves it. */
export function FieldLine(props: FieldLineProps) {
  const { row, place, name, open, held, refused, grip, onOpen, onStep } = props;
  const { t } = useTranslation();
  const Kind = KIND_ICONS[row.kind];
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <div
      className="fl"
      onKeyDown={(event) => {
        if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
        event.preventDefault();
        onStep(event.key === 'ArrowUp' ? -1 : 1);
      }}
    >
      <button
        type="button"
        className="grip"
        aria-label={t('configure.grip', { name })}
        aria-pressed={held}
        aria-describedby="reorder-how"
        title={t('configure.reorderHint')}
        {...grip}
      >
        <GripVertical className="i" aria-hidden />
      </button>
      <span className="num q3 sm">{place}</span>
      <button
        type="button"
        className="name cut"
        aria-expanded={open}
        aria-label={t('configure.open', { name })}
        onClick={onOpen}
      >
        {row.label.trim() === '' ? <span className="q3">{t('configure.unnamed')}</span> : row.label}
      </button>
      <span className="sm q kind">
        <Kind className="i" aria-hidden />
        {t(`kind.${row.kind}`)}
      </span>
      {refused ? (
        <span className="st bad how">
          <CircleX className="i" aria-hidden />
          {t('configure.patternWrong')}
        </span>
      ) : (
        <span className="sm q cut how">
          <How row={row} />
        </span>
      )}
      <span className="sm q req">{row.required ? t('configure.requiredShort') : ''}</span>
      <Chevron className="i q3" aria-hidden />
    </div>
  );
}

/** How the value is found, in few words. */
export function How({ row }: { row: Omit<FieldRow, 'id'> }) {
  const { t } = useTranslation();
  const lines = useLinesWords();
  const parts = [
    row.zone === null ? '' : t('configure.howZone'),
    row.lines === null ? '' : lines(row.lines),
    row.pattern === null ? '' : t('configure.howPattern'),
    row.vocabulary.length === 0 ? '' : t('configure.howValues', { count: row.vocabulary.length }),
    row.synonyms.length === 0 ? '' : t('configure.howAfter', { words: row.synonyms.join(', ') }),
  ].filter((part) => part !== '');
  return parts.length === 0 ? t('configure.howName') : parts.join(', ');
}
