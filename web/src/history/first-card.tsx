import type { BatchSummary } from '@cardmill/contracts';
import { useQuery } from '@tanstack/react-query';

import { firstCard } from '../api/files.ts';
import { Thumb } from '../parts/thumb.tsx';

/** The pile, with its first card on top. */
export function FirstCard({ batch }: { batch: BatchSummary }) {
  const { data } = useQuery({
    queryKey: ['first-card', batch.name, batch.fileCount > 0],
    queryFn: ({ signal }) => firstCard(batch.name, signal),
    enabled: batch.fileCount > 0,
    staleTime: 60_000,
    retry: false,
  });
  return (
    <span className={data == null ? 'pile bare' : 'pile'} aria-hidden>
      {data == null ? (
        <span className="th bare" style={{ width: 80 }} />
      ) : (
        <Thumb batch={batch.name} filename={data.filename} width={80} />
      )}
    </span>
  );
}
