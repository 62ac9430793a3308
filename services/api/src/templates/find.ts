import type { Template } from '@cardmill/contracts';
import type { Database } from '@cardmill/db';

import { BUILT_IN } from './built-in.ts';

export const builtIn = (id: string): Template | null =>
  BUILT_IN.find((template) => template.id === id) ?? null;

export const findTemplate = async (
  db: Pick<Database, 'findTemplate'>,
  id: string,
): Promise<Template | null> => builtIn(id) ?? (await db.findTemplate(id));
