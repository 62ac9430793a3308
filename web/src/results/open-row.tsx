import type { ResultRow } from '@cardmill/contracts';
import { BadgeCheck, Check, LoaderCircle, TriangleAlert } from 'lucide-react';
import { Fragment, type KeyboardEvent, useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { getResult, patchResult } from '../api/results.ts';
import { useFault, useProblem } from '../i18n/use-fault.ts';
import { useFormat } from '../i18n/use-format.ts';
import type { BatchLive } from '../live/use-batch-live.ts';
import { Note } from '../parts/note.tsx';
import { CardStateMark } from '../parts/status.tsx';
import { Viewer } from '../viewer/viewer.tsx';
import { type CardEditor, createCardEditor, type EditorState, savedPhase } from './card-editor.ts';
import { cardFields } from './card-fields.ts';
import { CardTools } from './card-tools.tsx';
import { hasReading } from './check.ts';
import { FieldEdit } from './field-edit.tsx';
import type { ResultsStore } from './results-store.ts';
import { markOf } from './row.tsx';

interface OpenRowProps {
  live: BatchLive;
  row: ResultRow;
  /** It is being read again. */
  again: boolean;
  store: ResultsStore;
  onClose: () => void;
}

/** A row opened in place: the image, and every field to be corrected. */
export function OpenRow({ live, row, again, store, onClose }: OpenRowProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { batch } = live;
  const [editor] = useState(() =>
    createCardEditor({
      row,
      patch: (version, patch) => patchResult(batch.name, row.filename, version, patch),
      reread: () => getResult(batch.name, row.position),
      onRow: store.put,
    }),
  );
  const state = useSyncExternalStore(editor.subscribe, editor.state);
  useEffect(() => editor.hear(row), [editor, row]);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus({ preventScroll: true }), []);
  // What was typed last is saved also when the row is closed at once.
  useEffect(() => () => void editor.flush(), [editor]);

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void editor.verify(true);
    else return;
    event.preventDefault();
  };
  return (
    <div ref={box} className="rx" tabIndex={-1} onKeyDown={onKeyDown}>
      <span className="no num" style={{ fontWeight: 600 }}>
        {format.number(row.position)}
      </span>
      <div className="img">
        <Viewer batch={batch.name} filename={row.filename} take={row.seq} />
        <div className="row" style={{ marginTop: 4 }}>
          <span className="mono xs q cut grow">{row.filename}</span>
          <CardStateMark mark={again ? 'queued' : markOf(state.row)} />
        </div>
        <CardTools batch={batch.name} row={row} again={again} store={store} refresh={live.refresh}>
          {hasReading(row) && (
            <Link
              className="btn ghost sml"
              to={`/batches/${batch.name}/verify?queue=all&order=drawer&card=${row.position}`}
            >
              <BadgeCheck className="i" aria-hidden />
              {t('results.large')}
            </Link>
          )}
        </CardTools>
      </div>
      <div style={{ display: 'flex', flexDirection: 'column', gap: 14, minWidth: 0 }}>
        <Troubles row={state.row} state={state} />
        <div className="ed">
          {cardFields(batch.fields, state.row).map((record, i, all) => (
            <Fragment key={record[0]?.record ?? i}>
              {all.length > 1 && (
                <h3 className="h-part wide">{t('results.record', { current: i + 1, total: all.length })}</h3>
              )}
              {record.map((part) => (
                <FieldEdit key={part.key} part={part} editor={editor} state={state} />
              ))}
            </Fragment>
          ))}
          {batch.fields.length === 0 && (
            <div className="wide">
              <div className="lab">{t('results.text')}</div>
              <p className="v fulltext">
                {state.row.text === null || state.row.text === '' ? t('results.noText') : state.row.text}
              </p>
            </div>
          )}
        </div>
        <Bottom editor={editor} state={state} onClose={onClose} />
      </div>
    </div>
  );
}

export function Troubles({ row, state }: { row: ResultRow; state: EditorState }) {
  const { t } = useTranslation();
  const fault = useFault();
  const problem = useProblem();
  const code = row.error?.code;
  return (
    <>
      {code !== undefined && <Note kind="wrong">{problem(code)}</Note>}
      {row.flags.map((flag) => (
        <Note key={flag} kind="warn">
          {t(`flag.${flag}`)}
        </Note>
      ))}
      {Object.keys(state.conflicts).length > 0 && <Note kind="person">{t('results.conflict')}</Note>}
      {state.phase === 'refused' && (
        <Note kind="wrong">
          {t('results.notSaved')}: {fault(state.error).sentence}
        </Note>
      )}
    </>
  );
}

function Bottom({ editor, state, onClose }: { editor: CardEditor; state: EditorState; onClose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { row } = state;
  const phase = savedPhase(state);
  const saved = phase === 'saved';
  const Icon = saved ? Check : phase === 'refused' ? TriangleAlert : LoaderCircle;
  return (
    <div className="row" style={{ flexWrap: 'wrap', marginTop: 'auto' }}>
      <span className="st" style={{ fontWeight: 400 }} role="status">
        <Icon className={Icon === LoaderCircle ? 'i spin' : 'i'} aria-hidden />
        {saved ? t('results.saved') : phase === 'refused' ? t('results.notSaved') : t('results.saving')}
      </span>
      {row.verified !== null && (
        <span className="xs q">
          {t('results.verifiedAt', { at: format.dateAndClock(new Date(row.verified.at)) })}
        </span>
      )}
      <span className="grow" />
      <button type="button" className="btn ghost sml" onClick={onClose}>
        {t('results.close')} <kbd>Esc</kbd>
      </button>
      {row.status === 'succeeded' && (
        <button
          type="button"
          className="btn sml"
          aria-pressed={row.verified !== null}
          onClick={() => void editor.verify(row.verified === null)}
        >
          <BadgeCheck className="i" aria-hidden />
          {row.verified === null ? t('results.verify') : t('results.unverify')}
        </button>
      )}
    </div>
  );
}
