import { IMAGING_STEPS, type ImagingStep, type ReadingOptions } from '@cardmill/contracts';

/** What of the reading people set up, each with a control of its own. */
export const READING_PARTS = ['records', 'handwriting', 'layout', 'steps', 'secondLook'] as const;
export type ReadingPart = (typeof READING_PARTS)[number];

export const leftOut = ({ imaging = {} }: ReadingOptions): ImagingStep[] =>
  IMAGING_STEPS.filter((step) => imaging[step] === false);

/** Without what says only what holds anyway: two that read alike are then written alike. */
export function plainOptions(options: ReadingOptions): ReadingOptions {
  const { segmentation, secondLook, handwriting, records } = options;
  const without = leftOut(options);
  return {
    ...(records === undefined ? {} : { records }),
    ...(handwriting === true ? { handwriting } : {}),
    ...(segmentation === undefined ? {} : { segmentation }),
    ...(without.length === 0 ? {} : { imaging: Object.fromEntries(without.map((step) => [step, false])) }),
    ...(secondLook === false ? { secondLook } : {}),
  };
}

const saidOf = (options: ReadingOptions): Record<ReadingPart, string> => ({
  records: JSON.stringify(options.records ?? null),
  handwriting: String(options.handwriting === true),
  layout: options.segmentation ?? '',
  steps: leftOut(options).join(),
  secondLook: String(options.secondLook !== false),
});

/** In what two ways of reading differ. */
export function readingDiffers(one: ReadingOptions, other: ReadingOptions): ReadingPart[] {
  const [mine, theirs] = [saidOf(one), saidOf(other)];
  return READING_PARTS.filter((part) => mine[part] !== theirs[part]);
}

/** The field with which a record begins is none of these keys: no record would ever begin. */
export const isStartGone = ({ records }: ReadingOptions, keys: Iterable<string>): boolean =>
  records !== undefined && 'field' in records && ![...keys].includes(records.field);
