import type { BatchProgress } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

const HEIGHT = 20;
/** As in the drawer strip: what asks for a person stands higher. */
const READ = 0.42 * HEIGHT;

/** How the cards of a batch stand, as lengths side by side: not read, read, still to come. Never rounded away to nothing. */
export function CountBar({ progress }: { progress: BatchProgress }) {
  const { t } = useTranslation();
  const total = Math.max(1, progress.total);
  const least = (cards: number): number => (cards === 0 ? 0 : Math.max(0.8, (100 * cards) / total));
  const failed = least(progress.failed);
  const read = Math.min(100 - failed, (100 * progress.succeeded) / total);
  return (
    <svg
      className="strip count-bar"
      viewBox={`0 0 100 ${HEIGHT}`}
      preserveAspectRatio="none"
      height={HEIGHT}
      role="img"
      aria-label={t('count.ofCards', { current: progress.current, count: progress.total })}
    >
      <rect className="w" x={0} y={HEIGHT - READ} width={100} height={READ} />
      <rect className="r" x={0} y={HEIGHT - READ} width={read} height={READ} />
      <rect className="f" x={read} y={0} width={failed} height={HEIGHT} />
    </svg>
  );
}
