import { LoaderCircle } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFault } from '../../i18n/use-fault.ts';
import { Dialog } from '../../parts/dialog.tsx';

interface NameDialogProps {
  title: string;
  suggestion: string;
  /** A verb. */
  doIt: string;
  /** Names that are there already: another template of that name is allowed, but said. */
  taken: readonly string[];
  onSave: (name: string) => Promise<void>;
  onClose: () => void;
}

/** Asks for a name; stays with the reason when the server refuses. */
export function NameDialog({ title, suggestion, doIt, taken, onSave, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const fault = useFault();
  const id = useId();
  const [name, setName] = useState(suggestion);
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const twice = taken.includes(name.trim());
  const save = async (): Promise<void> => {
    if (busy) return;
    if (name.trim() === '') {
      setWrong(t('configure.nameMissing'));
      return;
    }
    setBusy(true);
    try {
      await onSave(name.trim());
      onClose();
    } catch (error) {
      setWrong(fault(error).sentence);
      setBusy(false);
    }
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      buttons={
        <>
          <button type="button" className="btn ghost" onClick={onClose}>
            {t('nav.cancel')}
          </button>
          <button type="button" className="btn primary" aria-busy={busy} onClick={() => void save()}>
            {busy && <LoaderCircle className="i spin" aria-hidden />}
            {doIt}
          </button>
        </>
      }
    >
      <div className="labelled" style={{ margin: '12px 0 20px' }}>
        <label className="sm q" htmlFor={id}>
          {t('configure.name')}
        </label>
        <span className={wrong === null ? 'field-in' : 'field-in wrong'}>
          <input
            id={id}
            // Where one types first. A dialog is the one place where the focus may be taken.
            autoFocus
            value={name}
            maxLength={200}
            aria-describedby={`${id}-say`}
            onChange={(event) => {
              setName(event.target.value);
              setWrong(null);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void save();
            }}
          />
        </span>
        <p
          id={`${id}-say`}
          className={wrong === null ? 'sm q' : 'wrong-say'}
          role={wrong === null ? 'status' : 'alert'}
        >
          {wrong ?? (twice ? t('configure.nameTwice') : '')}
        </p>
      </div>
    </Dialog>
  );
}
