import { IMAGING_STEPS, type ReadingOptions } from '@cardmill/contracts';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

/** What is done to the image before it is read; each step can be left out. */
export function ImagingChoice({
  options,
  onChange,
}: {
  options: ReadingOptions;
  onChange: (options: ReadingOptions) => void;
}) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <>
      <span className="lb" id={id}>
        {t('configure.reading.steps')}
      </span>
      <div role="group" aria-labelledby={id} aria-describedby={`${id}-hint`}>
        <div className="steps-of">
          {IMAGING_STEPS.map((step) => (
            <label key={step} className="chk">
              <input
                type="checkbox"
                aria-label={t(`configure.reading.step.${step}`)}
                aria-describedby={`${id}-${step}`}
                checked={options.imaging?.[step] !== false}
                onChange={(event) =>
                  onChange({ ...options, imaging: { ...options.imaging, [step]: event.target.checked } })
                }
              />
              <span>
                {t(`configure.reading.step.${step}`)}
                <span className="hint" id={`${id}-${step}`}>
                  {t(`configure.reading.stepHint.${step}`)}
                </span>
              </span>
            </label>
          ))}
        </div>
        <p className="hint" id={`${id}-hint`}>
          {t('configure.reading.stepsHint')}
        </p>
      </div>
    </>
  );
}
