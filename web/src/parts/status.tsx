import type { BatchStatus, CardState } from '@cardmill/contracts';
import {
  Ban,
  BadgeCheck,
  CircleCheck,
  CircleDashed,
  CircleX,
  Clock3,
  Copy,
  Eye,
  LoaderCircle,
  type LucideIcon,
  OctagonX,
  PenLine,
  ScanText,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

type Tone = '' | 'ink' | 'pen' | 'good' | 'warn' | 'bad' | 'bad tint';
interface Look {
  readonly icon: LucideIcon;
  readonly tone: Tone;
  readonly turns?: true;
}

const BATCH: Record<BatchStatus, Look> = {
  draft: { icon: CircleDashed, tone: '' },
  queued: { icon: Clock3, tone: '' },
  running: { icon: LoaderCircle, tone: 'ink', turns: true },
  completed: { icon: CircleCheck, tone: '' },
  failed: { icon: OctagonX, tone: 'bad tint' },
  cancelled: { icon: Ban, tone: '' },
};

/** What a card row can say about itself: its state, or what people made of it. */
export type CardMark = CardState | 'check' | 'edited' | 'verified' | 'duplicate' | 'rejected';
const CARD: Record<CardMark, Look> = {
  uploading: { icon: LoaderCircle, tone: '', turns: true },
  ready: { icon: CircleCheck, tone: '' },
  queued: { icon: Clock3, tone: '' },
  processing: { icon: LoaderCircle, tone: 'ink', turns: true },
  succeeded: { icon: ScanText, tone: '' },
  failed: { icon: CircleX, tone: 'bad' },
  cancelled: { icon: Ban, tone: '' },
  check: { icon: Eye, tone: 'warn' },
  edited: { icon: PenLine, tone: 'pen' },
  verified: { icon: BadgeCheck, tone: 'good' },
  duplicate: { icon: Copy, tone: '' },
  rejected: { icon: CircleX, tone: 'bad' },
};

/** Always an icon and a word. */
function Shown({ look, children }: { look: Look; children: ReactNode }) {
  const Icon = look.icon;
  return (
    <span className={`st ${look.tone}`}>
      <Icon className={look.turns === true ? 'i spin' : 'i'} aria-hidden />
      {children}
    </span>
  );
}

export function BatchState({ status }: { status: BatchStatus }) {
  const { t } = useTranslation();
  return <Shown look={BATCH[status]}>{t(`status.${status}`)}</Shown>;
}

export function CardStateMark({ mark }: { mark: CardMark }) {
  const { t } = useTranslation();
  return <Shown look={CARD[mark]}>{t(`card.${mark}`)}</Shown>;
}
