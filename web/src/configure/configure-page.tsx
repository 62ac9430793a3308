import { useBatch } from '../batch/batch-context.ts';
import { DraftPage } from './draft-page.tsx';
import { FrozenPage } from './frozen-page.tsx';

export function ConfigurePage() {
  const { batch } = useBatch();
  return batch.status === 'draft' ? <DraftPage /> : <FrozenPage />;
}
