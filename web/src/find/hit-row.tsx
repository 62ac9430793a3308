import type { SearchHit } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { CardStateMark } from '../parts/status.tsx';
import { Thumb } from '../parts/thumb.tsx';
import { Marked } from './marked.tsx';

interface HitRowProps {
  hit: SearchHit;
  to: string;
  open: boolean;
}

/** One found card: its image, why it was found, and where it lies. The whole row is the link. */
export function HitRow({ hit, to, open }: HitRowProps) {
  const { t } = useTranslation();
  return (
    <Link
      className="find-hit"
      to={to}
      data-hit={hit.cardId}
      aria-current={open ? 'true' : undefined}
      preventScrollReset
    >
      <Thumb batch={hit.batch.name} filename={hit.filename} width={104} take={hit.seq} />
      <span className="find-what">
        {hit.status === 'failed' ? (
          <CardStateMark mark="failed" />
        ) : (
          <Marked className="v find-text" parts={hit.snippet} />
        )}
        {hit.fields.length > 0 && (
          <span className="find-values">
            {hit.fields.map((field) => (
              <span key={field.key}>
                <span className="q">{field.label}</span>{' '}
                <Marked className={field.edited ? 'v p' : 'v'} parts={field.parts} />
              </span>
            ))}
          </span>
        )}
      </span>
      <span className="find-where sm">
        <span className="cut">{hit.batch.title}</span>
        <span className="cut q">
          {t('find.number', { position: hit.position })}{' '}
          <Marked className="find-name mono xs" parts={hit.name} />
        </span>
        {hit.batch.station !== '' && <span className="cut q">{hit.batch.station}</span>}
      </span>
    </Link>
  );
}
