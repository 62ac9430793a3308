import {
  ArrowRight,
  BadgeCheck,
  Check,
  ChevronLeft,
  ChevronRight,
  LoaderCircle,
  TriangleAlert,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { type EditorState, savedPhase } from '../results/card-editor.ts';

interface FooterProps {
  batch: string;
  state: EditorState;
  /** The button or link that Enter after the last field goes to. */
  primary: (element: HTMLElement | null) => void;
  first: boolean;
  last: boolean;
  /** Every card of the queue is verified: the way leads back to the results. */
  done: boolean;
  onStep: (by: -1 | 1) => void;
  onVerify: () => void;
}

export function ReviewFooter(props: FooterProps) {
  const { batch, state, primary, first, last, done, onStep, onVerify } = props;
  const { t } = useTranslation();
  const verified = state.row.verified !== null;
  const ctrl = t('keys.ctrl');
  return (
    <>
      <button
        type="button"
        className="btn ghost"
        aria-keyshortcuts="PageUp"
        aria-disabled={first}
        onClick={() => onStep(-1)}
      >
        <ChevronLeft className="i" aria-hidden />
        <span className="max-md:sr-only">{t('verify.previous')}</span>
        <kbd>{t('keys.pageUp')}</kbd>
      </button>
      <button
        type="button"
        className="btn ghost ver-skip"
        aria-keyshortcuts="PageDown"
        aria-disabled={last}
        onClick={() => onStep(1)}
      >
        <span className="max-md:sr-only">{t('verify.skip')}</span>
        <ChevronRight className="i" aria-hidden />
        <kbd>{t('keys.pageDown')}</kbd>
      </button>
      <span className="truth ver-hints">
        <span>
          <kbd>{t('keys.enter')}</kbd> {t('verify.accept')}
        </span>
        <span>
          <kbd>E</kbd> {t('verify.edit')}
        </span>
        <span>
          <kbd>W</kbd> {t('verify.wordsShort')}
        </span>
        <span>
          <kbd>?</kbd> {t('verify.keys')}
        </span>
      </span>
      <Saved phase={savedPhase(state)} />
      {verified && done ? (
        <Link ref={primary} className="btn primary" to={`/batches/${batch}/results`}>
          {t('step.results')}
          <ArrowRight className="i" aria-hidden />
        </Link>
      ) : (
        <button
          ref={primary}
          type="button"
          className="btn primary"
          aria-keyshortcuts="Control+Enter V"
          onClick={onVerify}
        >
          <BadgeCheck className="i" aria-hidden />
          {verified ? t('verify.goOn') : t('results.verify')}
          <kbd>{`${ctrl} ${t('keys.enter')}`}</kbd>
        </button>
      )}
    </>
  );
}

function Saved({ phase }: { phase: EditorState['phase'] }) {
  const { t } = useTranslation();
  const [Icon, word] = {
    saved: [Check, t('results.saved')] as const,
    waiting: [LoaderCircle, t('results.saving')] as const,
    saving: [LoaderCircle, t('results.saving')] as const,
    refused: [TriangleAlert, t('results.notSaved')] as const,
  }[phase];
  return (
    <span className="st ver-saved" style={{ fontWeight: 400 }} role="status">
      <Icon className={Icon === LoaderCircle ? 'i spin' : 'i'} aria-hidden />
      {word}
    </span>
  );
}
