import { CircleX } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

/** The batch's title, saved as it is typed; an empty one is said and not saved. */
export function TitleLine({ title, onChange }: { title: string; onChange: (title: string) => void }) {
  const { t } = useTranslation();
  const id = useId();
  const empty = title.trim() === '';
  return (
    <div className="labelled">
      <label className="sm q" htmlFor={id}>
        {t('configure.batchTitle')}
      </label>
      <span className={empty ? 'field-in wrong' : 'field-in'}>
        <input
          id={id}
          value={title}
          maxLength={200}
          aria-invalid={empty}
          {...(empty ? { 'aria-describedby': `${id}-wrong` } : {})}
          onChange={(event) => onChange(event.target.value)}
        />
      </span>
      {empty && (
        <p className="wrong-say" id={`${id}-wrong`}>
          <CircleX className="i" aria-hidden />
          {t('configure.missingTitle')}
        </p>
      )}
    </div>
  );
}
