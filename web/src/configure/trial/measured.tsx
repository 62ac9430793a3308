import type { Field, FieldAccuracy, ReviewPoint, TryReport } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../../i18n/use-format.ts';

/** Right, speed and review, as far as the sample knows them. */
export function Measured({ report, fields }: { report: TryReport | null; fields: readonly Field[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (report === null) return <p className="q sm trial-none">{t('configure.try.stillWaiting')}</p>;
  const { secondsPerCard, allFields, review } = report;
  return (
    <div className="measured">
      {secondsPerCard !== null && (
        <p className="sm">
          {t('configure.try.seconds', {
            count: report.cards,
            median: format.seconds(secondsPerCard.median * 1000),
            p95: format.seconds(secondsPerCard.p95 * 1000),
          })}
        </p>
      )}
      {allFields === null ? (
        <p className="q sm">{t('configure.try.noTruth')}</p>
      ) : (
        <Accuracies all={allFields} by={report.fields} fields={fields} />
      )}
      {review !== null && review.points.length > 0 && <Curve points={review.points} />}
    </div>
  );
}

function Accuracies({
  all,
  by,
  fields,
}: {
  all: FieldAccuracy;
  by: TryReport['fields'];
  fields: readonly Field[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = [
    { key: '', label: t('configure.try.allFields'), accuracy: all },
    ...fields.flatMap(({ key, label }) => {
      const accuracy = by[key];
      return accuracy === undefined ? [] : [{ key, label, accuracy }];
    }),
  ];
  return (
    <table className="acc sm">
      <caption className="sm q">{t('configure.try.accuracyOf')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('configure.try.field')}</th>
          <th scope="col">{t('configure.try.right')}</th>
          <th scope="col">{t('configure.try.wrong')}</th>
          <th scope="col">{t('configure.try.missing')}</th>
          <th scope="col">{t('configure.try.accuracy')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, accuracy }) => (
          <tr key={key}>
            <th scope="row">{label}</th>
            <td>{format.number(accuracy.right)}</td>
            <td>{format.number(accuracy.wrong + accuracy.invented)}</td>
            <td>{format.number(accuracy.missing)}</td>
            <td>{accuracy.accuracy === null ? '–' : format.percent(accuracy.accuracy * 100)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const SIZE = { width: 240, height: 120 };
/** Points that are said in words; the line has them all. */
const SAID = [50, 60, 70, 80, 90, 95];

/** How many errors remain when a review stops at a certain confidence. */
function Curve({ points }: { points: readonly ReviewPoint[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const line = points
    .map(({ reviewed, errorsLeft }) => `${reviewed * SIZE.width},${(1 - errorsLeft) * SIZE.height}`)
    .join(' ');
  const said = points.filter(({ stopAt }) => SAID.includes(stopAt));
  return (
    <figure className="curve">
      <figcaption className="sm q">{t('configure.try.curve')}</figcaption>
      <svg
        viewBox={`-1 -1 ${SIZE.width + 2} ${SIZE.height + 2}`}
        role="img"
        aria-label={t('configure.try.curveSay')}
      >
        <path d={`M0,0 V${SIZE.height} H${SIZE.width}`} className="curve-axis" />
        <polyline points={line} className="curve-line" />
      </svg>
      <ul className="sm">
        {said.map(({ stopAt, reviewed, errorsLeft }) => (
          <li key={stopAt}>
            {t('configure.try.stopAt', {
              confidence: format.percent(stopAt),
              reviewed: format.percent(reviewed * 100),
              left: format.percent(errorsLeft * 100),
            })}
          </li>
        ))}
      </ul>
    </figure>
  );
}
