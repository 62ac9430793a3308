import { z } from 'zod';

/**
 * Every code that leaves the system: HTTP problems, the outcome of one file of an upload, the failure of a card, the
 * reason a batch waits or stopped. `status` is the HTTP status when the code answers a request; `title` is the English
 * sentence for logs and API users. The web has its own words for each code.
 */
export const PROBLEMS = {
  // requests
  invalid_request: { status: 400, title: 'The request does not have the expected form.' },
  field_after_file: { status: 400, title: 'A form field came after a file; send all fields first.' },
  multipart_broken: { status: 400, title: 'The upload ended early or is not valid multipart.' },
  origin_refused: { status: 403, title: 'This origin is not allowed.' },
  not_found: { status: 404, title: 'There is nothing at this address.' },
  batch_not_found: { status: 404, title: 'There is no such batch.' },
  card_not_found: { status: 404, title: 'There is no such card in this batch.' },
  template_not_found: { status: 404, title: 'There is no such template.' },
  not_ready: { status: 404, title: 'This image has not been made yet.' },
  method_not_allowed: { status: 405, title: 'This address does not answer to that method.' },
  batch_started: { status: 409, title: 'The batch has been started and is frozen.' },
  batch_deleted: { status: 409, title: 'The batch was deleted meanwhile.' },
  run_changed: { status: 409, title: 'The batch is in another run than the one named.' },
  state_forbids: { status: 409, title: 'The state of the batch does not allow this.' },
  template_built_in: { status: 409, title: 'A built-in template cannot be changed; save a copy.' },
  version_changed: { status: 412, title: 'Someone else changed this first.' },
  payload_too_large: { status: 413, title: 'The request is too large.' },
  not_multipart: { status: 415, title: 'Files are sent as multipart/form-data.' },
  media_type_unsupported: { status: 415, title: 'The body must be application/json.' },
  fields_missing: { status: 422, title: 'No field and no template was chosen.' },
  batch_empty: { status: 422, title: 'The batch holds no card.' },
  language_missing: { status: 422, title: 'No model for this language is installed.' },
  handwriting_off: { status: 422, title: 'Reading handwriting is not set up on the workers.' },
  template_unknown: { status: 422, title: 'The template named does not exist.' },
  pattern_invalid: { status: 422, title: 'The pattern of a field is not valid RE2 syntax.' },
  fields_too_slow: {
    status: 422,
    title: 'Finding these fields takes too long; give fewer labels or a simpler pattern.',
  },
  if_match_required: { status: 428, title: 'Send the version you saw in If-Match.' },
  too_many_requests: { status: 429, title: 'Too many requests; try again in a moment.' },
  internal: { status: 500, title: 'Something went wrong on the server.' },
  database_unavailable: { status: 503, title: 'The database does not answer.' },
  redis_unavailable: { status: 503, title: 'Redis does not answer.' },
  storage_unavailable: { status: 503, title: 'The object storage does not answer.' },
  server_unavailable: {
    status: 503,
    title: 'Cardmill is starting or does not answer; try again in a moment.',
  },
  shutting_down: { status: 503, title: 'The server is being stopped.' },
  storage_refused: {
    status: 500,
    title: 'The object storage refuses the access key or the bucket is missing.',
  },
  storage_full: { status: 507, title: 'The disk or the object storage is full.' },
  // one file of an upload
  empty_file: { status: 422, title: 'The file is empty.' },
  unsupported_type: { status: 422, title: 'Only JPEG, PNG, TIFF and WebP images are accepted.' },
  file_too_large: { status: 413, title: 'The file is larger than the limit.' },
  filename_taken: { status: 409, title: 'Another image with this name is already in the batch.' },
  too_many_pages: { status: 422, title: 'The TIFF has more pages than the limit.' },
  tiff_unreadable: { status: 422, title: 'The pages of the TIFF cannot be counted.' },
  // one card
  image_truncated: { status: 422, title: 'The image is cut off; the file is incomplete.' },
  image_corrupt: { status: 422, title: 'The image is damaged and cannot be decoded.' },
  image_too_large: { status: 422, title: 'The image has more pixels than the limit.' },
  image_timeout: { status: 422, title: 'The image took too long to decode.' },
  page_missing: { status: 422, title: 'The file has no such page.' },
  original_missing: { status: 422, title: 'The stored original is gone.' },
  original_changed: { status: 422, title: 'The stored original is not what was uploaded.' },
  ocr_failed: { status: 500, title: 'The engine could not read this card.' },
  ocr_timeout: { status: 500, title: 'Reading this card took too long.' },
  worker_crash: { status: 500, title: 'Reading this card ended the worker several times.' },
  // a batch that waits or stopped
  model_missing: { status: 500, title: 'A model the batch needs is missing on the workers.' },
  handwriting_refused: {
    status: 500,
    title: 'The endpoint for handwriting refuses the key, the model or the request.',
  },
  engine_unavailable: { status: 503, title: 'The reading engine cannot be started or does not answer.' },
} as const satisfies Record<string, { status: number; title: string }>;

export type ProblemCode = keyof typeof PROBLEMS;
export const PROBLEM_CODES: readonly ProblemCode[] = Object.keys(PROBLEMS).filter(
  (code): code is ProblemCode => code in PROBLEMS,
);
export const ProblemCode = z.enum(PROBLEM_CODES);

/** RFC 9457 problem details, `application/problem+json`; `instance` is the request id to quote. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: ProblemCode,
  detail: z.string().optional(),
  instance: z.string().optional(),
  /** What exactly is wrong with the request: a path into it and a sentence. */
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** An error inside a card, a file entry or a batch. */
export const CodedError = z.object({ code: ProblemCode, message: z.string() });
export type CodedError = z.infer<typeof CodedError>;

/** The coded error of a code, with the catalogue's sentence unless a better one is given. */
export const codedError = (code: ProblemCode, message: string = PROBLEMS[code].title): CodedError => ({
  code,
  message,
});
