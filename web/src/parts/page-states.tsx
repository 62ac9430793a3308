import { RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { useFault } from '../i18n/use-fault.ts';

/** What this is, what to do, one button. */
export function Empty({ title, text, action }: { title: string; text?: string; action?: ReactNode }) {
  return (
    <div className="none-yet">
      <div style={{ fontWeight: 600 }}>{title}</div>
      {text !== undefined && <p>{text}</p>}
      {action}
    </div>
  );
}

/** The shape of the rows to come, after a moment only: a quick reply shows no flicker. */
export function Loading({ rows = 5 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className="late" role="status" aria-label={t('page.loading')}>
      {Array.from({ length: rows }, (_, row) => (
        <div key={row} className="row" style={{ gap: 20, padding: '14px 0', alignItems: 'flex-start' }}>
          <div className="ghosty" style={{ width: 88, height: 53, borderRadius: 2 }} />
          <div className="grow" style={{ display: 'grid', gap: 10, paddingTop: 4 }}>
            <div className="ghosty" style={{ width: '38%' }} />
            <div className="ghosty" style={{ width: '62%' }} />
          </div>
        </div>
      ))}
    </div>
  );
}

export function PageError({ error, onAgain }: { error: unknown; onAgain: () => void }) {
  const { t } = useTranslation();
  const words = useFault()(error);
  return (
    <div className="none-yet" role="alert">
      <div style={{ fontWeight: 600 }}>{t('page.failed')}</div>
      <p>{words.sentence}</p>
      {words.code === 'batch_not_found' ? (
        <Link className="btn" to="/history">
          {t('page.toHistory')}
        </Link>
      ) : (
        <button type="button" className="btn" onClick={onAgain}>
          <RotateCcw className="i" aria-hidden />
          {t('page.again')}
        </button>
      )}
      <FaultDetails code={words.code} requestId={words.requestId} />
    </div>
  );
}

/** The code and the request, for whoever is asked for help. */
export function FaultDetails({ code, requestId }: { code: string; requestId: string | null }) {
  const { t } = useTranslation();
  return (
    <details className="xs q3" style={{ marginTop: 6 }}>
      <summary>{t('page.details')}</summary>
      <span className="mono">
        {code}
        {requestId !== null && ` · ${t('page.requestId', { id: requestId })}`}
      </span>
    </details>
  );
}
