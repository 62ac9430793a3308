import type { Batch } from '@cardmill/contracts';

import { CardDesk } from './card-desk.tsx';
import { changeRow, type FieldRow } from './field-rows.ts';
import { TrialPanel } from './trial/trial-panel.tsx';
import type { useBench } from './use-bench.ts';

interface BenchPanesProps {
  batch: Batch;
  bench: ReturnType<typeof useBench>;
  rows: readonly FieldRow[];
  /** Null: the batch was read with these fields, their zones are only shown, and the server chooses what to try on. */
  onRows: ((rows: readonly FieldRow[]) => void) | null;
}

/** The right half of the page: a card with the fields' zones on it, and what the set-up finds. */
export function BenchPanes({ batch, bench, rows, onRows }: BenchPanesProps) {
  const change = (id: number, part: Partial<FieldRow>): void => onRows?.(changeRow(rows, id, part));
  return (
    <>
      <CardDesk
        batch={batch.name}
        sample={bench.sample}
        tried={bench.tried}
        rows={rows}
        open={bench.open}
        openKey={bench.openKey}
        mode={onRows === null ? 'look' : bench.mode}
        onMode={bench.setMode}
        onOpen={bench.openField}
        onZone={onRows === null ? null : (id, zone) => change(id, { zone })}
        onAnchor={(word) => {
          const anchored = bench.anchored(word);
          if (anchored === null) return;
          change(anchored.row.id, { zone: anchored.zone });
          bench.setMode('look');
        }}
      />
      <TrialPanel
        batch={batch.name}
        sample={bench.sample}
        trial={bench.trial}
        fields={bench.fields}
        openKey={bench.openKey}
        onOpen={bench.openByKey}
        workers={batch.progress.workers}
        serverChooses={onRows === null && bench.sample.automatic}
      />
    </>
  );
}
