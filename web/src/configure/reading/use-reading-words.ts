import type { ReadingOptions } from '@cardmill/contracts';
import { useTranslation } from 'react-i18next';

import { leftOut, READING_PARTS, type ReadingPart, readingDiffers } from './reading-options.ts';

/** Says in few words how cards are read, as far as it is not as usual. */
export function useReadingWords(): (options: ReadingOptions) => string {
  const { t } = useTranslation();
  return (options) => {
    const say = (part: ReadingPart): string => {
      switch (part) {
        case 'records':
          return t('configure.reading.say.records');
        case 'handwriting':
          return t('configure.reading.handwriting');
        case 'layout':
          return t(`configure.reading.layout.${options.segmentation ?? 'found'}`);
        case 'steps':
          return t('configure.reading.say.without', {
            steps: leftOut(options)
              .map((step) => t(`configure.reading.say.step.${step}`))
              .join(', '),
          });
        case 'secondLook':
          return t('configure.reading.say.once');
      }
    };
    const differs = readingDiffers(options, {});
    if (differs.length === 0) return t('configure.reading.usual');
    return READING_PARTS.filter((part) => differs.includes(part))
      .map(say)
      .join(' · ');
  };
}
