import { ArrowDown, ArrowUp, Plus } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { FieldForm } from './field-form.tsx';
import { changeRow, type FieldRow, moveRow, newRow } from './field-rows.ts';

interface FieldListProps {
  rows: readonly FieldRow[];
  onChange: (rows: readonly FieldRow[]) => void;
  saved: ReactNode;
  empty: string;
}

/** The fields in order; the open one is a raised sheet. */
export function FieldList({ rows, onChange, saved, empty }: FieldListProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<number | null>(null);
  const [said, setSaid] = useState('');
  const list = useRef<HTMLOListElement>(null);

  const move = (row: FieldRow, by: -1 | 1): void => {
    const moved = moveRow(rows, row.id, by);
    if (moved === rows) return;
    onChange(moved);
    setSaid(t('configure.moved', { name: nameOf(row), place: moved.indexOf(row) + 1 }));
  };
  const nameOf = (row: FieldRow): string => row.label.trim() || t('configure.unnamed');
  const add = (): void => {
    const row = newRow();
    onChange([...rows, row]);
    setOpen(row.id);
  };
  const onKeyDown = (event: KeyboardEvent, row: FieldRow): void => {
    if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    move(row, event.key === 'ArrowUp' ? -1 : 1);
  };

  return (
    <section>
      <div className="row" style={{ paddingBottom: 6 }}>
        <h2 className="h-part">{t('configure.fields')}</h2>
        {saved}
        <span className="grow" />
        <button type="button" className="btn ghost sml" style={{ marginRight: -10 }} onClick={add}>
          <Plus className="i" aria-hidden />
          {t('configure.addField')}
        </button>
      </div>
      <ol ref={list}>
        {rows.map((row, index) => (
          <li key={row.id} className={row.id === open ? 'fsel' : ''}>
            <div className="fl" onKeyDown={(event) => onKeyDown(event, row)}>
              <span className="num q3 sm">{index + 1}</span>
              <button
                type="button"
                className="name cut"
                aria-expanded={row.id === open}
                aria-label={t('configure.open', { name: nameOf(row) })}
                title={t('configure.reorderHint')}
                onClick={() => setOpen(row.id === open ? null : row.id)}
              >
                {row.label.trim() === '' ? <span className="q3">{t('configure.unnamed')}</span> : row.label}
              </button>
              <span className="sm q">{t(`kind.${row.kind}`)}</span>
              <span className="sm q cut how">
                <How row={row} />
              </span>
              <span className="sm q req">{row.required ? t('configure.requiredShort') : ''}</span>
              <span className="row" style={{ gap: 0 }}>
                <Arrow
                  label={t('configure.up', { name: nameOf(row) })}
                  icon={<ArrowUp className="i" aria-hidden />}
                  onClick={() => move(row, -1)}
                />
                <Arrow
                  label={t('configure.down', { name: nameOf(row) })}
                  icon={<ArrowDown className="i" aria-hidden />}
                  onClick={() => move(row, 1)}
                />
              </span>
            </div>
            {row.id === open && (
              <FieldForm
                row={row}
                onChange={(part) => onChange(changeRow(rows, row.id, part))}
                onRemove={() => onChange(rows.filter((other) => other.id !== row.id))}
              />
            )}
          </li>
        ))}
      </ol>
      {rows.length === 0 && (
        <p className="q sm" style={{ padding: '12px 0', borderTop: '1px solid var(--line)' }}>
          {empty}
        </p>
      )}
      <span className="sr-only" role="status">
        {said}
      </span>
    </section>
  );
}

function Arrow({ label, icon, onClick }: { label: string; icon: ReactNode; onClick: () => void }) {
  return (
    <button
      type="button"
      className="btn ghost icon"
      style={{ width: 32, height: 36 }}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      {icon}
    </button>
  );
}

/** How the value is found, in few words. */
function How({ row }: { row: FieldRow }) {
  const { t } = useTranslation();
  const parts = [
    row.zone === null ? '' : t('configure.howZone'),
    row.pattern === null ? '' : t('configure.howPattern'),
    row.vocabulary.length === 0 ? '' : t('configure.howValues', { count: row.vocabulary.length }),
    row.synonyms.length === 0 ? '' : t('configure.howAfter', { words: row.synonyms.join(', ') }),
  ].filter((part) => part !== '');
  return parts.length === 0 ? t('configure.howName') : parts.join(', ');
}
