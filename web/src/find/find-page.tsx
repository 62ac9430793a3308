import { FIND_STATES } from '@cardmill/contracts';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';

import type { FindFilter } from '../api/search.ts';
import { Empty, Loading, PageError } from '../parts/page-states.tsx';
import { Frame } from '../shell/frame.tsx';
import { FindTools } from './find-tools.tsx';
import { HitCard } from './hit-card.tsx';
import { HitList } from './hit-list.tsx';
import { useFind, useHit } from './use-find.ts';

/** Search over every card of the house. What is searched for and which hit is open live in the address. */
export function FindPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [search, setSearch] = useSearchParams();
  const filter: FindFilter = {
    q: search.get('q') ?? '',
    batch: search.get('batch') ?? '',
    station: search.get('station') ?? '',
    state: FIND_STATES.find((one) => one === search.get('state')) ?? '',
  };
  const card = search.get('hit') ?? '';
  const { query, hits, asked, q } = useFind(filter);
  const opened = useHit(hits, q, card, asked && !query.isPending);
  const page = useRef<HTMLDivElement>(null);

  /** This address with other parts; what is empty is left out. */
  const linkTo = (part: Record<string, string>): string => {
    const next = new URLSearchParams(search);
    for (const [key, value] of Object.entries(part)) {
      if (value === '') next.delete(key);
      else next.set(key, value);
    }
    return `/find?${next.toString()}`;
  };
  const change = (part: Partial<FindFilter>): void =>
    setSearch(new URL(linkTo({ ...part, hit: '' }), location.origin).searchParams, { replace: true });
  const turn = (id: string): void => void navigate(linkTo({ hit: id }), { replace: true });
  // Back where the reader was: the row of the card that was open.
  const closed = useRef('');
  const close = (): void => {
    closed.current = card;
    void navigate(linkTo({ hit: '' }), { replace: true });
  };
  useEffect(() => {
    if (card !== '' || closed.current === '') return;
    focusHit(page.current, closed.current);
    closed.current = '';
  }, [card]);
  const began = useRef(filter.q);
  useEffect(() => {
    if (began.current === '') page.current?.querySelector('input')?.focus({ preventScroll: true });
  }, []);

  const at = hits.findIndex((hit) => hit.cardId === card);
  const showing = card !== '' && asked;
  return (
    <Frame
      title={filter.q === '' ? t('find.title') : `${filter.q} · ${t('find.title')}`}
      className={showing ? 'find open' : 'find'}
    >
      <div
        ref={page}
        className="find-page"
        onKeyDown={(event) => {
          // In the search field Esc empties the field.
          if (event.key !== 'Escape' || !showing || event.target instanceof HTMLInputElement) return;
          event.preventDefault();
          close();
        }}
      >
        <div className="find-left">
          <h1 className="h-page">{t('find.title')}</h1>
          <FindTools
            filter={filter}
            hits={hits}
            onChange={change}
            onDown={() => focusHit(page.current, '')}
          />
          {!asked ? (
            <Examples onPick={(example) => change({ q: example })} />
          ) : query.isPending ? (
            query.failureCount > 2 ? (
              <PageError error={query.failureReason} onAgain={() => void query.refetch()} />
            ) : (
              <Loading />
            )
          ) : query.isError ? (
            <PageError error={query.error} onAgain={() => void query.refetch()} />
          ) : hits.length === 0 ? (
            <Nothing
              q={q}
              kept={filter.batch !== '' || filter.station !== '' || filter.state !== ''}
              onAll={() => change({ batch: '', station: '', state: '' })}
            />
          ) : (
            <HitList hits={hits} open={card} linkTo={(id) => linkTo({ hit: id })} onTurn={turn} />
          )}
          {asked && query.hasNextPage && hits.length > 0 && (
            <button type="button" className="btn find-more" onClick={() => void query.fetchNextPage()}>
              {query.isFetchingNextPage ? t('find.loadingMore') : t('find.more')}
            </button>
          )}
          <p className="sr-only" role="status">
            {asked && query.isSuccess
              ? query.hasNextPage
                ? t('find.foundMore', { count: hits.length })
                : t('find.found', { count: hits.length })
              : ''}
          </p>
        </div>
        {showing &&
          (opened.hit !== null ? (
            <HitCard
              hit={opened.hit}
              before={at > 0 ? hits[at - 1] : undefined}
              after={at >= 0 ? hits[at + 1] : undefined}
              inBatch={filter.batch === '' ? linkTo({ batch: opened.hit.batch.name }) : null}
              onTurn={turn}
              onClose={close}
            />
          ) : (
            <div className="find-card pad">
              {opened.isError ? (
                <PageError error={opened.error} onAgain={() => void opened.refetch()} />
              ) : opened.gone ? (
                <Empty
                  title={t('find.gone')}
                  action={
                    <button type="button" className="btn" onClick={close}>
                      {t('find.close')}
                    </button>
                  }
                />
              ) : (
                <Loading rows={1} />
              )}
            </div>
          ))}
      </div>
    </Frame>
  );
}

/** The row of a card, or the first one. */
function focusHit(page: HTMLElement | null, card: string): void {
  page?.querySelector<HTMLElement>(card === '' ? '[data-hit]' : `[data-hit="${CSS.escape(card)}"]`)?.focus();
}

function Examples({ onPick }: { onPick: (q: string) => void }) {
  const { t } = useTranslation();
  const examples = [
    { q: t('find.example.word'), say: t('find.exampleSays.word') },
    { q: t('find.example.phrase'), say: t('find.exampleSays.phrase') },
    { q: t('find.example.mark'), say: t('find.exampleSays.mark') },
  ];
  return (
    <div className="none-yet find-none">
      <div style={{ fontWeight: 600 }}>{t('find.emptyTitle')}</div>
      <p>{t('find.emptyText')}</p>
      <ul className="find-examples">
        {examples.map(({ q, say }) => (
          <li key={q}>
            <button type="button" className="btn on-sheet sml" onClick={() => onPick(q)}>
              <span className="mono">{q}</span>
            </button>
            <span className="sm q">{say}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Nothing({ q, kept, onAll }: { q: string; kept: boolean; onAll: () => void }) {
  const { t } = useTranslation();
  return (
    <Empty
      title={t('find.noneTitle', { q })}
      text={kept ? t('find.noneHere') : t('find.noneText')}
      action={
        kept ? (
          <button type="button" className="btn" onClick={onAll}>
            {t('find.everywhere')}
          </button>
        ) : undefined
      }
    />
  );
}
