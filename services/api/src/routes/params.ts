import { z } from 'zod';

/** Parameters of addresses. A name that does not have a batch's form is 404 before this is looked at. */
export const BatchParams = z.object({ batch: z.string().max(120) });
export const CardParams = BatchParams.extend({ filename: z.string().min(1).max(1_000) });
export const TemplateParams = z.object({ id: z.string().min(1).max(80) });
