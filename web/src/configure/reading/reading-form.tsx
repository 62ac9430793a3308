import { SEGMENTATIONS, Segmentation } from '@cardmill/contracts';
import { CircleX } from 'lucide-react';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';

import { FormLine } from '../form-line.tsx';
import type { SetUp } from '../use-set-up.ts';
import { ImagingChoice } from './imaging-choice.tsx';
import { RecordsChoice } from './records-choice.tsx';
import { useReadable } from './use-readable.ts';

/** Everything about the reading itself, as people would say it. */
export function ReadingForm({ setUp, refused }: { setUp: SetUp; refused: boolean }) {
  const { t } = useTranslation();
  const id = useId();
  const { options, setOptions } = setUp;
  const offered = useReadable()?.handwriting === true;
  const byHand = options.handwriting === true;

  return (
    <>
      <RecordsChoice setUp={setUp} refused={refused} />
      {(offered || byHand) && (
        <FormLine label={t('configure.reading.handwriting')}>
          <label className="chk">
            <input
              type="checkbox"
              checked={byHand}
              onChange={(event) => setOptions({ ...options, handwriting: event.target.checked })}
            />
            <span className="sm q">{t('configure.reading.handwritingHint')}</span>
          </label>
          {!offered && (
            <p className="wrong-say">
              <CircleX className="i" aria-hidden />
              {t('configure.reading.handwritingOff')}
            </p>
          )}
        </FormLine>
      )}
      <FormLine
        label={t('configure.reading.layoutOf')}
        htmlFor={`${id}-layout`}
        hint={t('configure.reading.layoutHint')}
      >
        <span className="field-in">
          <select
            id={`${id}-layout`}
            value={options.segmentation ?? ''}
            onChange={(event) => {
              const { segmentation: _before, ...others } = options;
              const chosen = Segmentation.safeParse(event.target.value);
              setOptions(chosen.success ? { ...others, segmentation: chosen.data } : others);
            }}
          >
            <option value="">{t('configure.reading.layout.found')}</option>
            {SEGMENTATIONS.map((each) => (
              <option key={each} value={each}>
                {t(`configure.reading.layout.${each}`)}
              </option>
            ))}
          </select>
        </span>
      </FormLine>
      <ImagingChoice options={options} onChange={setOptions} />
      {/* The model for handwriting is asked once for each card. */}
      {!byHand && (
        <FormLine label={t('configure.reading.secondLook')}>
          <label className="chk">
            <input
              type="checkbox"
              checked={options.secondLook !== false}
              onChange={(event) => setOptions({ ...options, secondLook: event.target.checked })}
            />
            <span className="sm q">{t('configure.reading.secondLookHint')}</span>
          </label>
        </FormLine>
      )}
    </>
  );
}
