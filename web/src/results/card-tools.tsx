import type { ProblemCode, ResultRow } from '@cardmill/contracts';
import { RotateCcw, Upload } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { readCardAgain } from '../api/batches.ts';
import { replaceFile } from '../api/files.ts';
import { useFault, useProblem } from '../i18n/use-fault.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { useToast } from '../parts/toasts.tsx';

/** Read again, or give a new scan; what is refused is said beside the buttons. */
export function CardTools({
  live,
  row,
  children,
}: {
  live: BatchLive;
  row: ResultRow;
  children?: ReactNode;
}) {
  const { t } = useTranslation();
  const fault = useFault();
  const problem = useProblem();
  const say = useToast();
  const file = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const attempt = async (what: () => Promise<string>): Promise<void> => {
    try {
      say(await what());
      setRefused(null);
    } catch (error) {
      setRefused(error instanceof Refused ? problem(error.code) : fault(error).sentence);
    }
    await live.refresh();
  };
  const again = async (): Promise<string> => {
    await readCardAgain(live.batch.name, row.filename);
    return t('results.readingAgain');
  };
  const replace = async (image: File): Promise<string> => {
    const entry = await replaceFile(live.batch.name, row.filename, image);
    if (entry.outcome !== 'rejected') return t('results.replaced');
    throw new Refused(entry.code ?? 'unsupported_type');
  };
  return (
    <div className="row" style={{ marginTop: 8, gap: 4, flexWrap: 'wrap' }}>
      <button type="button" className="btn sml" onClick={() => void attempt(again)}>
        <RotateCcw className="i" aria-hidden />
        {t('results.readAgain')}
      </button>
      <button type="button" className="btn ghost sml" onClick={() => file.current?.click()}>
        <Upload className="i" aria-hidden />
        {t('results.replace')}
      </button>
      {children}
      <input
        ref={file}
        type="file"
        hidden
        accept="image/jpeg,image/png,image/tiff,image/webp"
        onChange={(event) => {
          const [image] = event.currentTarget.files ?? [];
          event.currentTarget.value = '';
          if (image !== undefined) void attempt(() => replace(image));
        }}
      />
      {refused !== null && (
        <span className="sm" role="alert" style={{ color: 'var(--bad)' }}>
          {refused}
        </span>
      )}
    </div>
  );
}

/** The new scan was looked at and not taken. */
class Refused extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode) {
    super(code);
    this.name = 'Refused';
    this.code = code;
  }
}
