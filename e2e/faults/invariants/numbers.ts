import type { Watching } from '../../support/watcher.ts';
import { numbersOf } from '../../support/watcher.ts';
import type { Rows } from './rows.ts';

/** What a watcher was told, and what it makes of it. */
type Told = Pick<Watching, 'acks' | 'cards' | 'progress' | 'state'>;

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1);

/** I4: the numbers of a batch are 1 to n: latest outcomes, actions, and what watchers were told of outdated outcomes. */
export function numbersAreGapless(
  { batch, cards, actions }: Rows,
  watchings: readonly Pick<Watching, 'acks' | 'cards' | 'progress'>[],
): string[] {
  const wrong: string[] = [];
  const known = new Set(actions.map((action) => action.seq));
  if (known.size !== actions.length) wrong.push(`I4 ${batch.name}: an action's number was given twice`);
  for (const card of cards) {
    if (card.lastSeq === 0) continue;
    // The cards of one cancel share its number.
    if (card.state !== 'cancelled' && known.has(card.lastSeq))
      wrong.push(`I4 ${batch.name}: number ${card.lastSeq} was given twice`);
    known.add(card.lastSeq);
  }
  for (const watching of watchings) for (const number of numbersOf(watching)) known.add(number);
  const missing = upTo(batch.seq).filter((number) => !known.has(number));
  if (missing.length > 0) wrong.push(`I4 ${batch.name}: nobody knows of ${missing.slice(0, 10).join(' ')}`);
  const beyond = [...known].filter((number) => number > batch.seq);
  if (beyond.length > 0) wrong.push(`I4 ${batch.name} is at ${batch.seq}; told of ${beyond.join(' ')}`);
  return wrong;
}

/** I4: what one watcher was told never went back, nothing was left out while its line held, and it ended with the truth. */
export function watcherSawTheTruth({ batch, cards }: Rows, watching: Told, who: string): string[] {
  const wrong: string[] = [];
  const state = watching.state();
  if (batch.deleted) return state.gone ? [] : [`I4 ${who} does not know that ${batch.name} is gone`];
  let before = { run: 0, seq: 0, current: 0 };
  for (const now of watching.progress) {
    if (now.seq < before.seq) wrong.push(`I4 ${who}: seq ${now.seq} after ${before.seq}`);
    if (now.run === before.run && now.current < before.current)
      wrong.push(`I4 ${who}: ${now.current} done after ${before.current} in run ${now.run}`);
    before = now;
  }
  if (watching.acks.length === 1) {
    const told = new Set(numbersOf(watching));
    const left = upTo(batch.seq).filter((number) => !told.has(number));
    // What the first reply held is not told again.
    const first = watching.acks[0];
    const from = first?.ok === true ? first.progress.seq : 0;
    const lost = left.filter((number) => number > from);
    if (lost.length > 0) wrong.push(`I4 ${who} was never told ${lost.slice(0, 10).join(' ')}`);
  }
  const { progress } = state;
  if (state.behind || state.seq !== batch.seq)
    wrong.push(`I4 ${who} is at ${state.seq}${state.behind ? ' and behind' : ''}, the batch at ${batch.seq}`);
  if (progress === null || progress.status !== batch.status)
    wrong.push(`I4 ${who} shows ${progress?.status}, the batch is ${batch.status}`);
  for (const key of ['succeeded', 'failed', 'cancelled'] as const)
    if (progress?.[key] !== batch.counts[key])
      wrong.push(`I4 ${who} shows ${progress?.[key]} ${key}, there are ${batch.counts[key]}`);
  for (const card of cards) {
    if (card.state !== 'succeeded' && card.state !== 'failed') continue;
    const outcome = state.outcomes.get(card.id);
    if (outcome?.seq !== card.lastSeq || outcome.status !== card.state)
      wrong.push(
        `I4 ${who}: ${card.filename} is ${outcome?.status} at ${outcome?.seq}, not ${card.state} at ${card.lastSeq}`,
      );
  }
  return wrong.slice(0, 10);
}
