import type { BatchProgress } from '@cardmill/contracts';
import { SingleBar } from 'cli-progress';

import type { CardEnd } from './client/watch-batch.ts';
import type { Terminal } from './terminal.ts';

/** Shows how far it is: a bar on a terminal, else one line for each card. */
export interface Report {
  /** So many of so many files have been sent. */
  sent: (count: number, total: number) => void;
  /** A file that became no card. */
  leftOut: (name: string, message: string) => void;
  /** A card that has ended. */
  card: (card: CardEnd) => void;
  progress: (progress: BatchProgress) => void;
  /** Puts the cursor back; the bar stays as it was last. */
  close: () => void;
}

/**
 * Lines are `status<TAB>filename<TAB>detail`, the detail being the confidence of a card that was read or
 * the reason of one that was not. A line for a card of which the bar shows only the number: failed ones,
 * on standard error when the bar has the terminal.
 */
export function createReport(terminal: Terminal): Report {
  return terminal.stdout.isTTY === true ? createBar(terminal) : createLines(terminal);
}

function createLines({ out }: Terminal): Report {
  return {
    sent: () => undefined,
    leftOut: (name, message) => out(`failed\t${name}\t${message}`),
    card: (card) => out(`${card.status}\t${card.filename}\t${detailOf(card)}`),
    progress: () => undefined,
    close: () => undefined,
  };
}

function createBar({ stdout, say }: Terminal): Report {
  const bar = new SingleBar({
    format: '{what} {bar} {percentage}% | {value}/{total} | {state}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 28,
    hideCursor: true,
    // The launcher hears signals itself.
    gracefulExit: false,
    fps: 5,
    stream: stdout,
  });
  const troubles: string[] = [];
  let phase = '';
  const show = (what: string, value: number, total: number, state: string) => {
    if (phase !== what) {
      if (phase !== '') bar.stop();
      phase = what;
      bar.start(total, value, { what, state });
    } else {
      bar.setTotal(total);
      bar.update(value, { what, state });
    }
  };
  return {
    sent: (count, total) => show('Sending', count, total, 'files'),
    leftOut: (name, message) => void troubles.push(`${name}: ${message}`),
    card(card) {
      if (card.status === 'failed') troubles.push(`${card.filename}: ${detailOf(card)}`);
    },
    progress: (progress) => show('Reading', progress.current, progress.total, stateOf(progress)),
    close() {
      if (phase !== '') bar.stop();
      phase = '';
      for (const line of troubles.splice(0)) say(`failed: ${line}`);
    },
  };
}

function detailOf(card: CardEnd): string {
  if (card.error !== null) return `${card.error.code}: ${card.error.message}`;
  return card.confidence === null ? '' : `${Math.round(card.confidence)}%`;
}

function stateOf(progress: BatchProgress): string {
  return [
    ...(progress.waiting === null ? [] : [`waiting: ${progress.waiting}`]),
    ...(progress.cardsPerMinute === null ? [] : [`${Math.round(progress.cardsPerMinute)} a minute`]),
    ...(progress.etaSeconds === null ? [] : [`${formatSeconds(progress.etaSeconds)} left`]),
    ...(progress.failed === 0 ? [] : [`${progress.failed} failed`]),
  ].join(' | ');
}

/** `1:02:03`, `4:05`. */
export function formatSeconds(seconds: number): string {
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}
