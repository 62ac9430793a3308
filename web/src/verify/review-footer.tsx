import { BadgeCheck, Check, ChevronLeft, ChevronRight, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';

import { type CardEditor, type EditorState, savedPhase } from '../results/card-editor.ts';

interface FooterProps {
  editor: CardEditor;
  state: EditorState;
  primary: Ref<HTMLButtonElement>;
  first: boolean;
  last: boolean;
  onStep: (by: -1 | 1) => void;
  onVerify: () => void;
}

export function ReviewFooter({ editor, state, primary, first, last, onStep, onVerify }: FooterProps) {
  const { t } = useTranslation();
  const verified = state.row.verified !== null;
  const ctrl = t('keys.ctrl');
  return (
    <>
      <button
        type="button"
        className="btn ghost"
        aria-label={t('verify.previous')}
        aria-keyshortcuts="PageUp"
        aria-disabled={first}
        onClick={() => onStep(-1)}
      >
        <ChevronLeft className="i" aria-hidden />
        <span className="only-wide">{t('verify.previous')}</span>
        <kbd aria-hidden>{t('keys.pageUp')}</kbd>
      </button>
      <button
        type="button"
        className="btn ghost ver-skip"
        aria-label={t('verify.skip')}
        aria-keyshortcuts="PageDown"
        aria-disabled={last}
        onClick={() => onStep(1)}
      >
        <span className="only-wide">{t('verify.skip')}</span>
        <ChevronRight className="i" aria-hidden />
        <kbd aria-hidden>{t('keys.pageDown')}</kbd>
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
      {verified && (
        <button type="button" className="btn ghost only-wide" onClick={() => void editor.verify(false)}>
          {t('results.unverify')}
        </button>
      )}
      <button ref={primary} type="button" className="btn primary" onClick={onVerify}>
        <BadgeCheck className="i" aria-hidden />
        {verified ? t('verify.goOn') : t('results.verify')}
        <kbd>{`${ctrl} ${t('keys.enter')}`}</kbd>
      </button>
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
