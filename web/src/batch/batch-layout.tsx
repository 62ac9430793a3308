import { useTranslation } from 'react-i18next';
import { Link, Outlet, useParams } from 'react-router';

import { useLine } from '../live/live-context.ts';
import { useBatchLive } from '../live/use-batch-live.ts';
import { Note } from '../parts/note.tsx';
import { Empty, Loading, PageError } from '../parts/page-states.tsx';
import { Frame } from '../shell/frame.tsx';
import { BatchContext } from './batch-context.ts';
import { BatchHeader } from './batch-header.tsx';

/** Everything below `/batches/:batch`: reads and watches the batch once for all its pages. */
export function BatchLayout() {
  const { batch: name = '' } = useParams();
  return <OneBatch key={name} name={name} />;
}

function OneBatch({ name }: { name: string }) {
  const { t } = useTranslation();
  const { live, error, gone, again } = useBatchLive(name);
  const line = useLine();
  if (gone) {
    return (
      <Frame title={t('page.batchGone')} className="pad">
        <Empty
          title={t('page.batchGone')}
          action={
            <Link className="btn" to="/history">
              {t('page.toHistory')}
            </Link>
          }
        />
      </Frame>
    );
  }
  if (live === null) {
    return (
      <Frame title={name} className="pad">
        {error === null ? <Loading /> : <PageError error={error} onAgain={again} />}
      </Frame>
    );
  }
  return (
    <BatchContext value={live}>
      <div className="head-batch">
        <BatchHeader batch={live.batch} />
        {line === 'lost' && (
          <div className="line-note">
            <Note kind="line">{t('page.lineDown')}</Note>
          </div>
        )}
      </div>
      <Outlet />
    </BatchContext>
  );
}
