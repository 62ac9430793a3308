import type { TryCard, TryReply } from '@cardmill/contracts';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';

import {
  BATCH,
  type Call,
  fakeApi,
  list,
  makeBatch,
  makeField,
  PATH,
  problem,
} from '../../testing/fake-api.suite.ts';
import { renderAt } from '../../testing/render-at.suite.tsx';

afterEach(() => {
  cleanup();
  sessionStorage.clear();
  vi.unstubAllGlobals();
});

const WAIT = { timeout: 15_000 };
const cardId = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const entry = (n: number) => ({
  cardId: cardId(n),
  filename: `${n}.png`,
  page: 1,
  position: n,
  state: 'ready',
  inspectedAt: '2026-11-21T08:15:00.000Z',
  width: 1000,
  height: 600,
  flags: [],
  error: null,
});

function card(n: number, value: string, change: Partial<TryCard> = {}): TryCard {
  return {
    cardId: cardId(n),
    filename: `${n}.png`,
    status: 'read',
    error: null,
    text: value,
    confidence: 91,
    durationMs: 1_400,
    flags: [],
    fields: { titel: { value, confidence: 40 + n * 10, source: 'label', verdict: 'ok', words: [0] } },
    compared: {},
    characterErrorRate: null,
    image: { width: 1000, height: 600, orientation: 0 },
    words: [{ text: value, confidence: 50, x: 10, y: 10, width: 80, height: 20 }],
    angle: 0,
    anchors: {},
    ...change,
  };
}
const reply = (cards: TryCard[], change: Partial<TryReply> = {}): TryReply => ({
  cards,
  waiting: cards.filter(({ status }) => status === 'waiting').length,
  languages: ['deu'],
  options: {},
  report: {
    cards: cards.length,
    characterErrorRate: null,
    fields: {},
    allFields: null,
    secondsPerCard: { median: 1.4, p95: 2 },
    review: null,
  },
  ...change,
});

const TRY = 'POST /api/v1/templates/free-text/try';
function open(tryIt: (call: Call) => unknown, batch = makeBatch({ fields: [makeField('Titel')] })) {
  let now = batch;
  const calls = fakeApi({
    [`GET ${PATH}`]: () => now,
    [`PATCH ${PATH}`]: ({ body }) => {
      const { fields = [] } = body as { fields?: { label: string }[] };
      now = { ...now, fields: fields.map((field) => makeField(field.label, field)) };
      return now;
    },
    [`GET ${PATH}/files`]: () => list([entry(1), entry(2)]),
    'GET /api/v1/templates': () => list([]),
    'GET /api/v1/languages': () =>
      list([
        { code: 'deu', name: 'German' },
        { code: 'lat', name: 'Latin' },
      ]),
    [TRY]: tryIt,
  });
  renderAt(`/batches/${BATCH}/configure`);
  return calls.filter.bind(calls, ({ path }: Call) => path.endsWith('/try')) as () => Call[];
}
const press = async (name: string) => fireEvent.click(await screen.findByRole('button', { name }, WAIT));

describe('trying a set-up', () => {
  it('asks again until all cards are read, and shows value, doubt and time', async () => {
    let asked = 0;
    const tries = open(() => {
      asked += 1;
      return asked === 1
        ? reply([card(1, 'Messe'), card(2, '', { status: 'waiting', fields: {}, durationMs: null })])
        : reply([card(1, 'Messe'), card(2, 'Lieder')]);
    });
    await screen.findByRole('button', { name: 'Show 2.png' }, WAIT);
    await press('Try on these cards');
    await screen.findByRole('button', { name: 'Try again' }, WAIT);
    expect(tries().map(({ body }) => body)).toEqual([tries()[0]?.body, tries()[0]?.body]);
    expect(tries()[0]?.body).toMatchObject({
      batch: BATCH,
      filenames: ['1.png', '2.png'],
      fields: [{ label: 'Titel' }],
      languages: ['deu'],
    });
    expect(screen.getByRole('button', { name: /^Titel\s*Messe\s*Unsure\s*50%/ })).toBeDefined();
    expect(screen.getAllByText('1.4 s')).toHaveLength(2);
    await press('Show 2.png');
    expect(await screen.findByRole('button', { name: /^Titel\s*Lieder/ }, WAIT)).toBeDefined();
  });

  it('follows a change of the fields, and waits for the person when other languages or cards have to be read', async () => {
    const tries = open(() => reply([card(1, 'Messe'), card(2, 'Lieder')]));
    await screen.findByRole('button', { name: 'Show 2.png' }, WAIT);
    await press('Try on these cards');
    await screen.findByRole('button', { name: 'Try again' }, WAIT);
    await press('Edit Titel');
    fireEvent.change(screen.getByLabelText('Pattern'), { target: { value: 'M.*' } });
    await waitFor(() => expect(tries()).toHaveLength(2), WAIT);
    expect(tries()[1]?.body).toMatchObject({ fields: [{ pattern: 'M.*' }] });
    await screen.findByRole('button', { name: 'Try again' }, WAIT);
    fireEvent.click(screen.getByRole('checkbox', { name: 'Latin' }));
    await screen.findByText(/^The set-up or the cards have changed since/, undefined, WAIT);
    await press('Try again');
    await waitFor(() => expect(tries()).toHaveLength(3), WAIT);
    expect(tries()[2]?.body).toMatchObject({ languages: ['deu', 'lat'] });
  });

  it('follows what is asked of the reading too, but not where a model for handwriting reads', async () => {
    const tries = open(
      () => reply([card(1, 'Messe'), card(2, 'Lieder')]),
      makeBatch({ fields: [makeField('Titel')], options: { handwriting: true } }),
    );
    await screen.findByRole('button', { name: 'Show 2.png' }, WAIT);
    await press('How cards are read');
    await press('Try on these cards');
    await screen.findByRole('button', { name: 'Try again' }, WAIT);
    fireEvent.click(screen.getByRole('checkbox', { name: 'Even out the light' }));
    await screen.findByText(/^The set-up or the cards have changed since/, undefined, WAIT);
    fireEvent.click(screen.getByRole('checkbox', { name: /^Read by the house’s model/ }));
    await press('Try again');
    await waitFor(() => expect(tries()).toHaveLength(2), WAIT);
    await screen.findByRole('button', { name: 'Try again' }, WAIT);
    fireEvent.click(screen.getByRole('checkbox', { name: 'Straighten' }));
    await waitFor(() => expect(tries()).toHaveLength(3), WAIT);
    expect(tries()[2]?.body).toMatchObject({ options: { imaging: { light: false, straighten: false } } });
  });

  it('is cancelled at once, and says in words why it ended', async () => {
    let signal: AbortSignal | null | undefined;
    open(() => problem('fields_too_slow', 422));
    await screen.findByRole('button', { name: 'Show 2.png' }, WAIT);
    await press('Try on these cards');
    await screen.findByText(/^The trial ended early/, undefined, WAIT);
    const { fetch: before } = globalThis;
    vi.stubGlobal('fetch', (url: string, init: RequestInit) => {
      if (!url.includes('/try')) return before(url, init);
      signal = init.signal;
      return new Promise((_resolve, reject) => {
        init.signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      });
    });
    await press('Try on these cards');
    await press('Cancel');
    expect(signal?.aborted).toBe(true);
    await screen.findByRole('button', { name: 'Try on these cards' }, WAIT);
    expect(screen.queryByText(/^The trial ended early/)).toBeNull();
  });

  it('shows how often it is right where people have checked cards, also of a started batch', async () => {
    const accuracy = { right: 3, wrong: 1, missing: 0, empty: 0, invented: 0, accuracy: 0.75 };
    const compared = { titel: { truth: 'Messen', outcome: 'wrong' as const } };
    const tries = open(
      () =>
        reply([card(1, 'Messe', { compared }), card(2, 'Lieder')], {
          report: {
            cards: 2,
            characterErrorRate: null,
            fields: { titel: accuracy },
            allFields: accuracy,
            secondsPerCard: null,
            review: { of: 'fields', points: [{ stopAt: 80, reviewed: 0.4, errorsLeft: 0.1, errors: 1 }] },
          },
        }),
      makeBatch({ status: 'completed', fields: [makeField('Titel')] }),
    );
    await screen.findByRole('button', { name: 'Show 2.png' }, WAIT);
    await press('Try on these cards');
    await screen.findByText('On the card: Messen', undefined, WAIT);
    // The server chooses: cards first that people have checked.
    expect(tries()[0]?.body).not.toHaveProperty('filenames');
    await press('Measured');
    expect(screen.getAllByText('75%')).toHaveLength(2);
    expect(
      screen.getByText('Up to a confidence of 80%: 40% looked at, 10% of the errors left'),
    ).toBeDefined();
  });
});
