import type { ProblemCode, ResultRow } from '@cardmill/contracts';
import { LoaderCircle, RotateCcw, Upload } from 'lucide-react';
import { type ReactNode, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { readCardAgain } from '../api/batches.ts';
import { replaceFile } from '../api/files.ts';
import { useFault, useProblem } from '../i18n/use-fault.ts';
import { useToast } from '../parts/toasts.tsx';
import type { ResultsStore } from './results-store.ts';

interface CardToolsProps {
  batch: string;
  row: ResultRow;
  /** It is being read again already. */
  again: boolean;
  store: ResultsStore;
  refresh: () => Promise<void>;
  children?: ReactNode;
}

/** Read again, or give a new scan; what is refused is said beside the buttons. */
export function CardTools({ batch, row, again, store, refresh, children }: CardToolsProps) {
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
    await refresh();
  };
  const readAgain = async (): Promise<string> => {
    await readCardAgain(batch, row.filename);
    store.readAgain(row.position);
    return t('results.readingAgain');
  };
  const replace = async (image: File): Promise<string> => {
    const entry = await replaceFile(batch, row.filename, image);
    if (entry.outcome !== 'rejected') {
      store.readAgain(row.position);
      return t('results.replaced');
    }
    throw new Refused(entry.code ?? 'unsupported_type');
  };
  return (
    <div className="row" style={{ marginTop: 8, gap: 4, flexWrap: 'wrap' }}>
      {/* Stays while the card is read, so that the focus stays: a second press would be refused. */}
      <button
        type="button"
        className="btn sml"
        aria-disabled={again}
        aria-busy={again}
        onClick={() => {
          if (!again) void attempt(readAgain);
        }}
      >
        {again ? <LoaderCircle className="i spin" aria-hidden /> : <RotateCcw className="i" aria-hidden />}
        {again ? t('results.readsAgain') : t('results.readAgain')}
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
