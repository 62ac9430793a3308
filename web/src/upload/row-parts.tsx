import { Copy, FileImage, FileWarning, RotateCcw, X } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';

import type { CardEntry } from '../api/files.ts';
import { useProblem } from '../i18n/use-fault.ts';
import { useFormat } from '../i18n/use-format.ts';
import { type CardMark, CardStateMark } from '../parts/status.tsx';
import { Thumb } from '../parts/thumb.tsx';
import { canSendAgain, type UploadItem } from './items.ts';
import { needsLook } from './rows.ts';

const THUMB_PX = 56;

interface CardRowProps {
  batch: string;
  card: CardEntry;
  shown: boolean;
  onShow: (card: CardEntry) => void;
  /** Null when the files are frozen. */
  onRemove: ((card: CardEntry) => void) | null;
}

/** A card of the batch: click to see it large. Drawn anew only when it changed: the list is, five times a second. */
export const CardRow = memo(function CardRow({ batch, card, shown, onShow, onRemove }: CardRowProps) {
  const { t } = useTranslation();
  const remove = t('upload.remove', { name: card.filename });
  return (
    <div className={shown ? 'ur on' : 'ur'}>
      <button type="button" className="ur-pick" aria-pressed={shown} onClick={() => onShow(card)}>
        <Thumb
          key={card.inspectedAt ?? ''}
          batch={batch}
          filename={card.filename}
          width={THUMB_PX}
          made={card.inspectedAt !== null}
          take={takeOf(card)}
        />
        <span className="grow">
          <span className="mono sm cut block">{card.filename}</span>
          <Reason card={card} />
        </span>
        <CardStateMark mark={card.state === 'ready' && needsLook(card) ? 'check' : card.state} />
      </button>
      {onRemove !== null && <IconButton label={remove} icon={X} onClick={() => onRemove(card)} />}
    </div>
  );
});

/** A new scan comes under the same address; when it was looked at tells them apart. */
export const takeOf = (card: CardEntry): number =>
  card.inspectedAt === null ? 0 : Math.floor(Date.parse(card.inspectedAt) / 1_000) % 1_000_000;

function Reason({ card }: { card: CardEntry }) {
  const { t } = useTranslation();
  const problem = useProblem();
  const [flag] = card.flags;
  const text = card.error !== null ? problem(card.error.code) : flag === undefined ? null : t(`flag.${flag}`);
  return text === null ? null : <span className="xs q block">{text}</span>;
}

const MARKS: Record<UploadItem['state'], CardMark> = {
  waiting: 'queued',
  sending: 'uploading',
  accepted: 'ready',
  here: 'duplicate',
  rejected: 'rejected',
  left: 'cancelled',
};
const ICONS = { here: Copy, rejected: FileWarning } as const;

interface ItemRowProps {
  item: UploadItem;
  onAgain: (item: UploadItem) => void;
  onLeave: (item: UploadItem) => void;
}

/** A file that is no card yet, or will be none. */
export const ItemRow = memo(function ItemRow({ item, onAgain, onLeave }: ItemRowProps) {
  const { t } = useTranslation();
  const problem = useProblem();
  const format = useFormat();
  const { state, file, size } = item;
  const Icon = state === 'here' || state === 'rejected' ? ICONS[state] : FileImage;
  const whole = format.bytes(size);
  const says =
    state === 'rejected'
      ? problem(item.code ?? 'unsupported_type')
      : state === 'here'
        ? t('upload.duplicate')
        : state === 'sending'
          ? t('upload.bytes', { sent: format.bytes(item.sent), total: whole })
          : whole;
  return (
    <div className="ur">
      <div className="ur-pick">
        <span className="th bare" style={{ width: THUMB_PX }}>
          <Icon className="i" aria-hidden />
        </span>
        <span className="grow">
          <span className="mono sm cut block">{file.name}</span>
          <span className="xs q block num">{says}</span>
          {state === 'sending' && (
            <span className="ur-bar" aria-hidden>
              <i style={{ width: `${(100 * item.sent) / Math.max(1, size)}%` }} />
            </span>
          )}
        </span>
        <CardStateMark mark={MARKS[state]} />
      </div>
      {(state === 'sending' || state === 'accepted') && <span className="ur-none" />}
      {canSendAgain(item) && (
        <IconButton
          label={t('upload.again', { name: file.name })}
          icon={RotateCcw}
          onClick={() => onAgain(item)}
        />
      )}
      {state !== 'sending' && state !== 'accepted' && (
        <IconButton label={t('upload.dismiss', { name: file.name })} icon={X} onClick={() => onLeave(item)} />
      )}
    </div>
  );
});

function IconButton({ label, icon: Icon, onClick }: { label: string; icon: typeof X; onClick: () => void }) {
  return (
    <button type="button" className="btn ghost sml icon" aria-label={label} title={label} onClick={onClick}>
      <Icon className="i" aria-hidden />
    </button>
  );
}
