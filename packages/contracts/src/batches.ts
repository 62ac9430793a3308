import { z } from 'zod';

import { Field, FieldInputs } from './fields.ts';
import { ProblemCode } from './problems.ts';
import { BatchProgress } from './progress.ts';
import { BATCH_NAME } from './slug.ts';
import { BatchStatus, Counts } from './states.ts';

const text = (max: number) => z.string().trim().max(max);
/** Languages as Tesseract names them, e.g. `deu`, `eng`, `frk`. */
export const LanguageCode = z.string().regex(/^[a-z][a-z_]{2,11}$/);
export const Languages = z.array(LanguageCode).min(1).max(5);

/**
 * Steps between the upright scan and the engine, in their order: turned by measured orientation, straightened by measured
 * angle, cut to the card, lit evenly, freed of ruled lines, scaled to a letter height the engine reads best.
 */
export const IMAGING_STEPS = ['orient', 'straighten', 'crop', 'light', 'rules', 'scale'] as const;
export const ImagingStep = z.enum(IMAGING_STEPS);
export type ImagingStep = z.infer<typeof ImagingStep>;

/** How the engine looks at the page: Tesseract's segmentation modes that suit cards. */
export const SEGMENTATIONS = ['auto', 'column', 'block', 'sparse'] as const;
export const Segmentation = z.enum(SEGMENTATIONS);
export type Segmentation = z.infer<typeof Segmentation>;

/** What begins another record on the same card: the label of a field when it occurs again, or a line that matches from its start. */
export const RecordStart = z.union([
  z.strictObject({ field: z.string().max(80) }),
  z.strictObject({
    /** RE2 syntax. */
    pattern: z.string().min(1).max(200),
  }),
]);
export type RecordStart = z.infer<typeof RecordStart>;

/** How the cards of a batch are read, where that differs from the default. */
export const ReadingOptions = z.strictObject({
  /** Chosen by the measured layout when absent. */
  segmentation: Segmentation.optional(),
  /** Steps to leave out: `{"rules": false}`. All others are taken. */
  imaging: z.partialRecord(ImagingStep, z.boolean()).optional(),
  /** Whether a card of low confidence, and figures in doubt, are looked at again, the better reading kept; yes when absent. */
  secondLook: z.boolean().optional(),
  /** Read by the vision model that the operator has set up for handwriting; by the built-in engine when absent. */
  handwriting: z.boolean().optional(),
  /** Cards with several records; one record each when absent. */
  records: RecordStart.optional(),
});
export type ReadingOptions = z.infer<typeof ReadingOptions>;

export const NewBatch = z
  .strictObject({
    title: text(200).min(1),
    station: text(100).optional(),
    fields: FieldInputs.optional(),
    templateId: z.string().max(80).optional(),
    languages: Languages.optional(),
    options: ReadingOptions.optional(),
  })
  .refine((batch) => batch.fields === undefined || batch.templateId === undefined, {
    message: 'give fields or a templateId, not both',
  });
export type NewBatch = z.infer<typeof NewBatch>;

/** Body of `PATCH /batches/{batch}`, while draft. A `templateId` copies that template's fields unless fields are given. */
export const BatchPatch = z.strictObject({
  title: text(200).min(1).optional(),
  fields: FieldInputs.optional(),
  templateId: z.string().max(80).nullable().optional(),
  languages: Languages.optional(),
  options: ReadingOptions.optional(),
});
export type BatchPatch = z.infer<typeof BatchPatch>;

export const BatchName = z.string().regex(BATCH_NAME);

export const Batch = z.object({
  name: z.string(),
  title: z.string(),
  station: z.string(),
  status: BatchStatus,
  run: z.int().min(0),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  fileCount: z.int().min(0),
  counts: Counts,
  errorCount: z.int().min(0),
  fields: z.array(Field),
  templateId: z.string().nullable(),
  languages: z.array(z.string()),
  options: ReadingOptions,
  /** Of title and set-up: moves with every change of them. Who sends it in If-Match overwrites nothing unseen. */
  version: z.int().min(1),
  progress: BatchProgress,
});
export type Batch = z.infer<typeof Batch>;

/** A batch as lists over the socket carry it: without its set-up, whose version says that it changed. */
export const BatchSummary = Batch.omit({
  fields: true,
  templateId: true,
  languages: true,
  options: true,
});
export type BatchSummary = z.infer<typeof BatchSummary>;
/** A batch that is gone. */
export const BatchGone = z.object({ name: z.string(), deleted: z.literal(true) });
export type BatchGone = z.infer<typeof BatchGone>;

/** Orders of the list of batches: by age, by the last change, by title, by cards not read. */
export const BATCH_SORTS = ['newest', 'oldest', 'changed', 'title', 'notRead'] as const;
export const BatchSort = z.enum(BATCH_SORTS);
export type BatchSort = z.infer<typeof BatchSort>;

export const BatchQuery = z.object({
  status: z.string().optional(),
  station: z.string().max(100).optional(),
  q: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  /** The `next` of the page before. */
  after: z.string().max(200).optional(),
  sort: BatchSort.default('newest'),
  /** Besides, how many there are of each status with this station and this text. */
  include: z.literal('counts').optional(),
});
export type BatchQuery = z.infer<typeof BatchQuery>;

export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), next: z.string().nullable() });

/** Batches by their status, whatever status the list itself is kept to. */
export const BatchCounts = z.record(BatchStatus, z.int().min(0));
export type BatchCounts = z.infer<typeof BatchCounts>;

/** Reply of `GET /batches`. `draftDays`: a draft that nobody touches for so many days is deleted; 0: none is. */
export const BatchList = listOf(Batch).extend({
  draftDays: z.int().min(0),
  counts: BatchCounts.optional(),
});

/**
 * The form field `before` of an upload: a JSON array with the names of files that come later in the drawer. Whoever sends
 * several requests at once keeps the order of the drawer with it: the cards are put in front of the first of them that is
 * there, and at the end when none is.
 */
export const BEFORE_MAX = 32;
export const UploadBefore = z.array(z.string().max(1_000)).max(BEFORE_MAX);

/** What happened to one file of an upload. */
export const FileEntry = z.object({
  filename: z.string(),
  /** The name as it was sent, when it had to be cleaned. */
  originalName: z.string().optional(),
  outcome: z.enum(['accepted', 'duplicate', 'rejected']),
  cardId: z.uuid().optional(),
  code: ProblemCode.optional(),
  message: z.string().optional(),
  /** Name of the card that has the same bytes under another name. */
  duplicateOf: z.string().optional(),
});
export type FileEntry = z.infer<typeof FileEntry>;

export const UploadReply = z.object({
  /** Null when nothing was accepted and no batch was named: then no batch is made. */
  batch: z.string().nullable(),
  files: z.array(FileEntry),
  accepted: z.int().min(0),
  duplicates: z.int().min(0),
  rejected: z.int().min(0),
});
export type UploadReply = z.infer<typeof UploadReply>;

export const ACTIONS = ['cancel', 'resume', 'retry', 'restart'] as const;
export type Action = (typeof ACTIONS)[number];
export const ActionBody = z.strictObject({ run: z.int().min(0).optional() });
/** `batch`: its name, as everywhere; `changed`: number of cards the action moved. */
export const ActionReply = z.object({ batch: z.string(), changed: z.int().min(0) });
export type ActionReply = z.infer<typeof ActionReply>;
