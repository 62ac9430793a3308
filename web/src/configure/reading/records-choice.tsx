import { CircleX } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { keysOf } from '../field-rows.ts';
import { FormLine } from '../form-line.tsx';
import type { SetUp } from '../use-set-up.ts';

/** How several records on one card are told apart. */
export function RecordsChoice({ setUp, refused }: { setUp: SetUp; refused: boolean }) {
  const { t } = useTranslation();
  const id = useId();
  const { rows, options, setOptions, startGone } = setUp;
  const { records, ...others } = options;
  // A pattern that is still to be typed is in no option yet.
  const [typing, setTyping] = useState(false);
  const keys = keysOf(rows);
  const named = rows.filter((row) => keys.has(row.id));
  const way = records === undefined ? (typing ? 'line' : 'one') : 'field' in records ? 'field' : 'line';
  const start = records !== undefined && 'field' in records ? records.field : '';

  const choose = (next: string): void => {
    setTyping(next === 'line');
    const first = named[0];
    if (next === 'field' && first !== undefined) setUp.startRecordsAt(first.id);
    else setOptions(others);
  };
  return (
    <FormLine
      label={t('configure.reading.records')}
      htmlFor={`${id}-way`}
      {...(way === 'one' ? {} : { hint: t(`configure.reading.recordsHint.${way}`) })}
    >
      <div className="reading-start">
        <span className="field-in">
          <select id={`${id}-way`} value={way} onChange={(event) => choose(event.target.value)}>
            <option value="one">{t('configure.reading.recordsBy.one')}</option>
            {(named.length > 0 || way === 'field') && (
              <option value="field">{t('configure.reading.recordsBy.field')}</option>
            )}
            <option value="line">{t('configure.reading.recordsBy.line')}</option>
          </select>
        </span>
        {way === 'field' && (
          <span className={startGone ? 'field-in wrong' : 'field-in'}>
            <select
              aria-label={t('configure.reading.startField')}
              value={startGone ? '' : start}
              aria-invalid={startGone}
              {...(startGone ? { 'aria-describedby': `${id}-wrong` } : {})}
              onChange={(event) => {
                const row = named.find((one) => keys.get(one.id) === event.target.value);
                if (row !== undefined) setUp.startRecordsAt(row.id);
              }}
            >
              {startGone && <option value="">{t('configure.reading.startNone')}</option>}
              {named.map((row) => (
                <option key={row.id} value={keys.get(row.id)}>
                  {row.label}
                </option>
              ))}
            </select>
          </span>
        )}
        {way === 'line' && (
          <span className={refused ? 'field-in wrong' : 'field-in'}>
            <input
              className="mono"
              aria-label={t('configure.reading.startLine')}
              spellCheck={false}
              autoComplete="off"
              maxLength={200}
              value={records !== undefined && 'pattern' in records ? records.pattern : ''}
              aria-invalid={refused}
              {...(refused ? { 'aria-describedby': `${id}-wrong` } : {})}
              onChange={(event) => {
                const pattern = event.target.value;
                setTyping(true);
                setOptions(pattern === '' ? others : { ...others, records: { pattern } });
              }}
            />
          </span>
        )}
      </div>
      {(refused || startGone) && (
        <p className="wrong-say" id={`${id}-wrong`}>
          <CircleX className="i" aria-hidden />
          {t(refused ? 'configure.patternRefused' : 'configure.reading.startGone')}
        </p>
      )}
    </FormLine>
  );
}
