import type { Field, TryCard } from '@cardmill/contracts';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { useProblem } from '../../i18n/use-fault.ts';
import { useFormat } from '../../i18n/use-format.ts';
import { Value } from '../../parts/value.tsx';
import { foundFor } from './found.ts';
import { Outcome, ReadingMark } from './reading-mark.tsx';
import type { Sample } from './use-sample.ts';

interface FoundOnCardProps {
  card: TryCard | undefined;
  sample: Sample;
  fields: readonly Field[];
  openKey: string | undefined;
  onOpen: (key: string) => void;
}

/** What the set-up finds on the card in view, field by field. Choosing one lights its words on the card. */
export function FoundOnCard({ card, sample, fields, openKey, onOpen }: FoundOnCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const problem = useProblem();
  if (card === undefined) {
    const here = sample.card?.filename;
    return (
      <div className="row trial-none">
        <p className="q sm">{t('configure.try.notTried')}</p>
        {here !== undefined && !sample.full && !sample.chosen.includes(here) && (
          <button type="button" className="btn sml" onClick={() => sample.toggle(here)}>
            <Plus className="i" aria-hidden />
            {t('configure.try.takeIn')}
          </button>
        )}
      </div>
    );
  }
  if (card.status === 'waiting') return <p className="q sm trial-none">{t('configure.try.stillWaiting')}</p>;
  if (card.status === 'failed')
    return (
      <p className="sm trial-none">{card.error === null ? t('card.failed') : problem(card.error.code)}</p>
    );
  const found = fields.flatMap((field) => foundFor(card, field.key).map((each) => ({ field, ...each })));
  const hits = new Set(found.flatMap(({ field, reading }) => (reading.value === null ? [] : field.key))).size;
  return (
    <>
      <p className="sm q">
        {fields.length > 0 && `${t('configure.try.found', { current: hits, count: fields.length })} `}
        {card.confidence !== null &&
          t('configure.try.sure', { value: format.percent(Math.round(card.confidence)) })}
      </p>
      {fields.length === 0 && <pre className="v trial-text">{card.text}</pre>}
      <ul className="found">
        {found.map(({ field, key, record, reading }) => (
          <li key={key}>
            <button
              type="button"
              className={field.key === openKey ? 'found-one on' : 'found-one'}
              aria-pressed={field.key === openKey}
              onClick={() => onOpen(field.key)}
            >
              <span className="found-lab sm">
                {field.label}
                {record > 1 && <span className="num"> {record}</span>}
              </span>
              <Value machine={reading.value} edit={null} />
              <ReadingMark reading={reading} />
              <Outcome compared={card.compared[key]} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
