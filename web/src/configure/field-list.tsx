import { Plus } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { FieldForm } from './field-form.tsx';
import { FieldLine } from './field-line.tsx';
import { changeRow, type FieldRow, newRow } from './field-rows.ts';
import { useReorder } from './use-reorder.ts';
import type { ZoneTools } from './zones/zone-line.tsx';

interface FieldListProps {
  rows: readonly FieldRow[];
  onChange: (rows: readonly FieldRow[]) => void;
  /** The field that is open, and whose zone and words are shown on the card. */
  open: number | null;
  onOpen: (id: number | null) => void;
  /** Fields whose pattern the server does not take. */
  refused: ReadonlySet<number>;
  /** What a field gave on the sample, in few words. */
  tried: (row: FieldRow) => string | null;
  zoneTools: ZoneTools;
  saved: ReactNode;
  empty: string;
}

/** The fields in order; the open one is a raised sheet. */
export function FieldList(props: FieldListProps) {
  const { rows, onChange, open, onOpen, saved, empty } = props;
  const { t } = useTranslation();
  const [said, setSaid] = useState('');
  const list = useRef<HTMLOListElement>(null);
  const nameOf = (row: FieldRow): string => row.label.trim() || t('configure.unnamed');
  const reorder = useReorder({
    rows,
    onChange,
    list,
    say: (what, row, at) =>
      setSaid(t(`configure.say.${what}`, { name: nameOf(row), place: at + 1, total: rows.length })),
  });
  const { lifted } = reorder;
  const here = rows.findIndex((row) => row.id === lifted?.id);
  /** Where a row that is dragged would come to lie. */
  const mark = (place: number): string => {
    if (lifted === null || lifted.by === null || place !== lifted.to || place === here) return '';
    return place < here ? ' drop-before' : ' drop-after';
  };

  return (
    <section aria-labelledby="fields-head">
      <div className="row fields-head">
        <h2 className="h-part" id="fields-head">
          {t('configure.fields')}
        </h2>
        {saved}
        <span className="grow" />
        <button
          type="button"
          className="btn ghost sml"
          onClick={() => {
            const row = newRow();
            onChange([...rows, row]);
            onOpen(row.id);
          }}
        >
          <Plus className="i" aria-hidden />
          {t('configure.addField')}
        </button>
      </div>
      <ol ref={list} className="fields">
        {rows.map((row, index) => (
          <li
            key={row.id}
            className={`${row.id === open ? 'fsel' : ''}${row.id === lifted?.id ? ' lifted' : ''}${mark(index)}`}
            style={
              row.id === lifted?.id && lifted.by !== null ? { transform: `translateY(${lifted.by}px)` } : {}
            }
          >
            <FieldLine
              row={row}
              place={index + 1}
              name={nameOf(row)}
              open={row.id === open}
              held={row.id === lifted?.id}
              refused={props.refused.has(row.id)}
              grip={reorder.grip(row)}
              onOpen={() => onOpen(row.id === open ? null : row.id)}
              onStep={(by) => reorder.step(row, by)}
            />
            {row.id === open && (
              <FieldForm
                row={row}
                refused={props.refused.has(row.id)}
                tried={props.tried(row)}
                zoneTools={props.zoneTools}
                first={index === 0}
                last={index === rows.length - 1}
                onChange={(part) => onChange(changeRow(rows, row.id, part))}
                onStep={(by) => reorder.step(row, by)}
                onRemove={() => {
                  onChange(rows.filter((other) => other.id !== row.id));
                  onOpen(null);
                }}
              />
            )}
          </li>
        ))}
      </ol>
      {rows.length === 0 && <p className="q sm fields-none">{empty}</p>}
      <p className="sr-only" id="reorder-how">
        {t('configure.reorderHint')}
      </p>
      <span className="sr-only" role="status">
        {said}
      </span>
    </section>
  );
}
