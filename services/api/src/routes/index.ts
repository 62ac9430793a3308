import type { Route } from '../http/route.ts';
import * as actions from './actions.ts';
import * as batches from './batches.ts';
import * as files from './files.ts';
import { image } from './images.ts';
import { openApi } from './openapi.ts';
import { reExtractBatch } from './re-extract.ts';
import * as results from './results.ts';
import * as review from './review.ts';
import { search } from './search.ts';
import * as system from './system.ts';
import * as templates from './templates.ts';
import { tryTemplate } from './try.ts';
import * as upload from './upload.ts';

/** Every route, in the order in which addresses are tried: fixed words before parameters. */
export const routes: readonly Route[] = [
  system.health,
  system.ready,
  system.languages,
  system.metrics,
  batches.batchHistory,
  batches.listBatches,
  batches.createBatch,
  batches.getBatch,
  batches.patchBatch,
  batches.deleteBatch,
  upload.upload,
  upload.uploadInto,
  files.listFiles,
  files.removeFile,
  files.replaceFile,
  actions.startBatch,
  actions.cancelBatch,
  actions.resumeBatch,
  actions.retryBatch,
  actions.retryImage,
  actions.restartBatch,
  reExtractBatch,
  results.getResults,
  results.patchResult,
  results.exportBatch,
  review.getReview,
  review.getReviewCards,
  search,
  templates.listTemplates,
  templates.createTemplate,
  templates.getTemplate,
  templates.putTemplate,
  templates.deleteTemplate,
  tryTemplate,
  image,
  openApi(() => routes),
];
