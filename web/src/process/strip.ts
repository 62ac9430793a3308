/** What one bar of the drawer strip says; the worst of its cards counts. */
export type Bar = 'waiting' | 'cancelled' | 'read' | 'reading' | 'failed';
const RANK: readonly Bar[] = ['waiting', 'cancelled', 'read', 'reading', 'failed'];
/** Share of the strip's height. Height carries the meaning as well as colour. */
const HEIGHTS: Record<Bar, number> = { waiting: 0.42, cancelled: 0.2, read: 0.42, reading: 0.57, failed: 1 };

const PITCH_PX = 6;
const BAR_PX = 4;

/** Cards per bar and the bars, in card order. */
export function toBars(cards: readonly Bar[], width: number): { perBar: number; bars: readonly Bar[] } {
  const room = Math.max(1, Math.floor(width / PITCH_PX));
  const perBar = Math.max(1, Math.ceil(cards.length / room));
  const bars: Bar[] = [];
  for (let first = 0; first < cards.length; first += perBar) {
    bars.push(
      cards
        .slice(first, first + perBar)
        .reduce((worst, card) => (RANK.indexOf(card) > RANK.indexOf(worst) ? card : worst)),
    );
  }
  return { perBar, bars };
}

/** The outlines of all bars of one kind as one path: a strip is five nodes, however many cards there are. */
export function pathOf(bars: readonly Bar[], kind: Bar, pitch: number, height: number): string {
  const tall = HEIGHTS[kind] * height;
  const bar = Math.max(1, Math.min(BAR_PX * 2, pitch - 2));
  return bars
    .flatMap((each, place) =>
      each === kind
        ? `M${round(place * pitch)} ${round(height - tall)}h${round(bar)}v${round(tall)}h${round(-bar)}z`
        : [],
    )
    .join('');
}

/** Few cards get broader steps, so that they still fill the drawer; never broader than twice the pitch of many. */
export const pitchFor = (bars: number, width: number): number =>
  Math.min(PITCH_PX * 2, Math.max(PITCH_PX, bars === 0 ? PITCH_PX : width / bars));

const round = (value: number): number => Math.round(value * 10) / 10;
