import type { Sent } from '../harness/history.ts';
import { OPEN, type Rows } from './rows.ts';

/** I1: every card whose upload was acknowledged is there, and terminal once its batch was started. */
export function acknowledgedCardsEnded(rows: Rows, sent: readonly Sent[]): string[] {
  const byId = new Map(rows.cards.map((card) => [card.id, card]));
  return sent.flatMap((each) => {
    if (each.outcome !== 'ok') return [];
    const card = byId.get(each.cardId);
    if (card === undefined)
      return [`I1 ${each.filename} was acknowledged as ${each.cardId} and is not there`];
    if (card.filename !== each.filename)
      return [`I1 ${each.cardId} is ${card.filename}, not ${each.filename}`];
    if (rows.batch.status !== 'draft' && OPEN.has(card.state))
      return [`I1 ${card.filename} is ${card.state}`];
    return [];
  });
}

/** I2: one result of a succeeded card, from the attempt that won; of a card never read, none. */
export function resultsAreTheWinners(rows: Rows): string[] {
  return rows.cards.flatMap((card) => {
    if (card.held && !OPEN.has(card.state)) return [`I2 ${card.filename} is ${card.state} and still in hand`];
    if (card.state === 'succeeded') {
      if (card.result === null) return [`I2 ${card.filename} succeeded without a result`];
      const { attempt, run, olderScan } = card.result;
      const winner = attempt === card.attempt && run === card.run && !olderScan;
      return winner
        ? []
        : [
            `I2 ${card.filename}: result of attempt ${card.result.attempt} of run ${card.result.run}, card ${card.attempt} of ${card.run}`,
          ];
    }
    // From the second run on, and of a card that was scanned anew, an older result stays until a new one is there.
    return card.result !== null && rows.batch.run < 2 && !card.result.olderScan
      ? [`I2 ${card.filename} is ${card.state} and has a result`]
      : [];
  });
}

/** I3: counters equal rows, and the batch's status is what follows from them. */
export function countersEqualRows({ batch, cards }: Rows): string[] {
  const wrong: string[] = [];
  for (const [state, counted] of Object.entries(batch.counts)) {
    const there = cards.filter((card) => card.state === state).length;
    if (there !== counted) wrong.push(`I3 ${batch.name}: ${counted} ${state} counted, ${there} there`);
  }
  const terminal = ['completed', 'failed', 'cancelled'].includes(batch.status);
  const open = cards.some((card) => OPEN.has(card.state));
  if (batch.status !== 'draft' && terminal === open)
    wrong.push(`I3 ${batch.name} is ${batch.status} ${open ? 'with' : 'without'} open cards`);
  if (terminal !== batch.finished)
    wrong.push(`I3 ${batch.name} is ${batch.status}, finished: ${batch.finished}`);
  return wrong;
}

/** I7 and I8: whoever sent the same was told the same card; what is there once only was accepted once only. */
export function sameBytesAreOneCard(rows: Rows, sent: readonly Sent[]): string[] {
  const wrong: string[] = [];
  const told = new Map<string, { cards: Set<string>; accepted: number }>();
  for (const each of sent) {
    if (each.outcome !== 'ok') continue;
    const key = `${each.filename} ${each.sha256}`;
    const known = told.get(key) ?? { cards: new Set<string>(), accepted: 0 };
    known.cards.add(each.cardId);
    if (each.said === 'accepted') known.accepted += 1;
    told.set(key, known);
  }
  for (const [key, { cards, accepted }] of told) {
    if (cards.size !== 1) wrong.push(`I7 ${key} is told to be ${cards.size} cards`);
    if (accepted > 1) wrong.push(`I7 ${key} was accepted ${accepted} times`);
  }
  const files = new Set(rows.files.map((file) => file.id));
  for (const card of rows.cards)
    if (!files.has(card.fileId)) wrong.push(`I8 ${card.filename} has no accepted file`);
  const names = new Set(sent.map((each) => each.filename));
  for (const card of rows.cards)
    if (!names.has(card.filename)) wrong.push(`I8 ${card.filename} was sent by nobody`);
  return wrong;
}

/** I10: how often a card was claimed beyond the least possible; a number to report, not a fault. */
export const extraAttempts = ({ cards, batch }: Rows): number =>
  // Once to inspect and once to read at most in the first run, once in every further one.
  cards.reduce((sum, card) => sum + Math.max(0, card.attempt - 1 - Math.max(batch.run, 1)), 0);
