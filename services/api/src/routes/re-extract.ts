import { ActionReply, FieldInputs, RecordStart } from '@cardmill/contracts';
import { ProblemError } from '@cardmill/server-kit';
import { z } from 'zod';

import { requireBatch } from '../batches/find.ts';
import { checkFields, checkOptions } from '../batches/set-up.ts';
import { defineRoute } from '../http/route.ts';
import { reExtract, tryExtraction } from '../results/re-extract.ts';
import { findTemplate } from '../templates/find.ts';
import { BatchParams } from './params.ts';

/** Without anything: the batch's own template as it is now, or its own fields; records likewise. */
const ReExtract = z.strictObject({
  fields: FieldInputs.optional(),
  templateId: z.string().max(80).optional(),
  records: RecordStart.optional(),
});

export const reExtractBatch = defineRoute({
  method: 'post',
  path: '/api/v1/batches/{batch}/re-extract',
  summary: 'Takes the (changed) fields out of the stored words again, without reading; edits stay.',
  params: BatchParams,
  body: ReExtract,
  replies: { 200: { description: 'Done; `changed` cards have other readings', schema: ActionReply } },
  problems: ['batch_not_found', 'state_forbids', 'template_unknown', 'pattern_invalid', 'fields_too_slow'],
  async handle({ api, params, body, res }) {
    const batch = await requireBatch(api.db, params.batch);
    const templateId = body.templateId ?? batch.templateId;
    const template = templateId === null ? null : await findTemplate(api.db, templateId);
    if (template === null && body.templateId !== undefined) throw new ProblemError('template_unknown');
    const fields = body.fields === undefined ? (template?.fields ?? batch.fields) : checkFields(body.fields);
    const records = body.records ?? template?.options?.records ?? batch.options.records;
    const options = records === undefined ? {} : { records };
    checkOptions(options);
    const extract = await tryExtraction(api.db, batch.id, fields, options);
    if (!(await api.db.replaceFields(params.batch, fields, templateId))) {
      throw new ProblemError('state_forbids');
    }
    const changed = await reExtract(api.db, batch.id, extract);
    api.hints.changed(params.batch);
    res.json({ batch: params.batch, changed } satisfies ActionReply);
  },
});
