import type { LineSpan } from '@cardmill/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { MOST_LINES, otherSide, withEnd } from './line-span.ts';

const WAYS = ['any', 'first', 'last', 'some'] as const;
type Way = (typeof WAYS)[number];

const wayOf = (lines: LineSpan | null): Way => {
  if (lines === null) return 'any';
  if (lines.from !== lines.to) return 'some';
  return lines.from === 1 ? 'first' : lines.from === -1 ? 'last' : 'some';
};

const STARTS: Record<Way, LineSpan | null> = {
  any: null,
  first: { from: 1, to: 1 },
  last: { from: -1, to: -1 },
  some: { from: 1, to: 2 },
};

interface LinesChoiceProps {
  /** Of the select, for its label. */
  id: string;
  lines: LineSpan | null;
  /** Lines are then those of the zone. */
  inZone: boolean;
  onChange: (lines: LineSpan | null) => void;
}

/** On which lines of the card the value stands: the first, the last, or some of choice. */
export function LinesChoice({ id, lines, inZone, onChange }: LinesChoiceProps) {
  const { t } = useTranslation();
  // Lines of choice stay so while their figures happen to name the first or the last.
  const [choosing, setChoosing] = useState(false);
  const way = choosing && lines !== null ? 'some' : wayOf(lines);
  return (
    <>
      <span className="field-in">
        <select
          id={id}
          value={way}
          onChange={(event) => {
            const next = WAYS.find((each) => each === event.target.value) ?? 'any';
            setChoosing(next === 'some');
            onChange(next === 'some' && lines !== null ? lines : STARTS[next]);
          }}
        >
          {WAYS.map((each) => (
            <option key={each} value={each}>
              {t(`configure.lines.way.${each}`)}
            </option>
          ))}
        </select>
      </span>
      {way === 'some' && lines !== null && (
        <div className="line-ends">
          {(['from', 'to'] as const).map((end) => (
            <End
              key={end}
              end={end}
              place={lines[end]}
              onChange={(to) => onChange(withEnd(lines, end, to))}
            />
          ))}
        </div>
      )}
      {lines !== null && (
        <p className="hint">{t(inZone ? 'configure.lines.hintZone' : 'configure.lines.hint')}</p>
      )}
    </>
  );
}

function End({
  end,
  place,
  onChange,
}: {
  end: 'from' | 'to';
  place: number;
  onChange: (place: number) => void;
}) {
  const { t } = useTranslation();
  const side = place > 0 ? 1 : -1;
  return (
    <div className="figure" role="group" aria-label={t(`configure.lines.${end}`)}>
      <span aria-hidden>{t(`configure.lines.${end}`)}</span>
      <input
        type="number"
        aria-label={t('configure.lines.number')}
        min={1}
        max={MOST_LINES}
        value={Math.abs(place)}
        onChange={(event) => {
          const next = event.target.valueAsNumber;
          // Half typed: it stays as it was.
          if (Number.isInteger(next) && next >= 1 && next <= MOST_LINES) onChange(side * next);
        }}
      />
      <select
        aria-label={t('configure.lines.counted')}
        value={side}
        onChange={(event) => {
          if (Number(event.target.value) !== side) onChange(otherSide(place));
        }}
      >
        <option value={1}>{t('configure.lines.top')}</option>
        <option value={-1}>{t('configure.lines.bottom')}</option>
      </select>
    </div>
  );
}
