import { useTranslation } from 'react-i18next';

import { Dialog } from '../parts/dialog.tsx';

/** Everything the keyboard does here. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const ctrl = t('keys.ctrl');
  const rows = [
    { keys: ['Tab', '↓', '↑'], say: t('verify.keyFields') },
    { keys: [t('keys.enter')], say: t('verify.keyAccept') },
    { keys: ['E', 'F2'], say: t('verify.keyEdit') },
    { keys: ['Esc'], say: t('verify.keyLeave') },
    { keys: ['↓', '↑', t('keys.enter')], say: t('verify.keyChoices') },
    { keys: ['U'], say: t('verify.keyUndo') },
    { keys: ['V', `${ctrl} ${t('keys.enter')}`], say: t('verify.keyVerify') },
    { keys: ['X'], say: t('verify.keyUnverify') },
    { keys: ['S', t('keys.pageDown')], say: t('verify.keySkip') },
    { keys: ['P', t('keys.pageUp')], say: t('verify.keyBack') },
    { keys: ['W'], say: t('verify.keyWords') },
    { keys: ['+', '−', '0', '1'], say: t('verify.keyZoom') },
    { keys: ['R', 'F', 'L'], say: t('verify.keyTurn') },
    { keys: ['?'], say: t('verify.keyHelp') },
  ];
  return (
    <Dialog
      title={t('verify.keys')}
      onClose={onClose}
      buttons={
        <button type="button" className="btn" onClick={onClose}>
          {t('nav.close')}
        </button>
      }
    >
      <dl className="key-list sm">
        {rows.map(({ keys, say }) => (
          <div key={say}>
            <dt>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{say}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
