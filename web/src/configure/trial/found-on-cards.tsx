import type { Field, TryReply } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

import { useProblem } from '../../i18n/use-fault.ts';
import { Value } from '../../parts/value.tsx';
import { foundFor } from './found.ts';
import { Outcome, ReadingMark } from './reading-mark.tsx';

interface FoundOnCardsProps {
  reply: TryReply;
  fields: readonly Field[];
  openKey: string | undefined;
  onOpen: (key: string) => void;
  onShow: (filename: string) => void;
}

/** One field on every card of the sample, below each other: what one card hides, ten show. */
export function FoundOnCards({ reply, fields, openKey, onOpen, onShow }: FoundOnCardsProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const field = fields.find(({ key }) => key === openKey) ?? fields[0];
  if (field === undefined) return <p className="q sm trial-none">{t('configure.try.noFields')}</p>;
  return (
    <>
      <label className="row sm q">
        {t('configure.try.field')}
        <span className="field-in">
          <select value={field.key} onChange={(event) => onOpen(event.target.value)}>
            {fields.map(({ key, label }) => (
              <option key={key} value={key}>
                {label}
              </option>
            ))}
          </select>
        </span>
      </label>
      <ul className="found-rows">
        {reply.cards.map((card) => (
          <li key={card.cardId}>
            <button
              type="button"
              className="mono xs cut found-file"
              title={card.filename}
              aria-label={t('configure.try.show', { name: card.filename })}
              onClick={() => onShow(card.filename)}
            >
              {card.filename}
            </button>
            <div className="found-vals">
              {card.status === 'read' ? (
                foundFor(card, field.key).map(({ key, reading }) => (
                  <span key={key} className="found-val">
                    <Value machine={reading.value} edit={null} />
                    <ReadingMark reading={reading} />
                    <Outcome compared={card.compared[key]} />
                  </span>
                ))
              ) : (
                <span className="sm q">
                  {card.status === 'waiting'
                    ? t('configure.try.stillWaiting')
                    : card.error === null
                      ? t('card.failed')
                      : problem(card.error.code)}
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </>
  );
}
