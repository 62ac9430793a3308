import { CircleX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { patchBatch } from '../api/batches.ts';
import { useFault } from '../i18n/use-fault.ts';

interface TitleInputProps {
  name: string;
  title: string;
  onSaved: () => Promise<void>;
}

/** The title of the batch, saved when the field is left. */
export function TitleInput({ name, title, onSaved }: TitleInputProps) {
  const { t } = useTranslation();
  const fault = useFault();
  const [value, setValue] = useState(title);
  const [wrong, setWrong] = useState<string | null>(null);
  const save = async (): Promise<void> => {
    const next = value.trim();
    if (next === title) return setWrong(null);
    if (next === '') return setWrong(t('upload.failedTitle'));
    try {
      await patchBatch(name, { title: next });
      setWrong(null);
      await onSaved();
    } catch (error) {
      setWrong(fault(error).sentence);
    }
  };
  return (
    <div>
      <label className="labelled">
        <span className="sm q">{t('upload.title')}</span>
        <span className={wrong === null ? 'field-in' : 'field-in wrong'}>
          <input
            value={value}
            maxLength={200}
            aria-invalid={wrong !== null}
            aria-describedby="title-wrong"
            onChange={(event) => setValue(event.target.value)}
            onBlur={() => void save()}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void save();
            }}
          />
        </span>
      </label>
      <div id="title-wrong">
        {wrong !== null && (
          <span className="wrong-say">
            <CircleX className="i" aria-hidden />
            {wrong}
          </span>
        )}
      </div>
    </div>
  );
}
