import type { SearchHit } from '@cardmill/contracts';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { HitRow } from './hit-row.tsx';

interface HitListProps {
  hits: readonly SearchHit[];
  open: string;
  linkTo: (card: string) => string;
  /** Shows another card in the place of the opened one. */
  onTurn: (card: string) => void;
}

/** The hits, nearest first, a heading where they are less near. Arrows walk, Enter opens. */
export function HitList({ hits, open, linkTo, onTurn }: HitListProps) {
  const { t } = useTranslation();
  const onKeyDown = (event: KeyboardEvent<HTMLUListElement>): void => {
    const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-hit]')];
    const here = links.findIndex((link) => link === document.activeElement);
    const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: links.length - 1 }[event.key];
    if (to === undefined || here === -1) return;
    event.preventDefault();
    const link = links[Math.min(links.length - 1, to)];
    if (to < 0) document.querySelector<HTMLElement>('.find-box input')?.focus();
    else link?.focus();
    // With a card open beside them the arrows turn the card as well.
    const card = link?.dataset['hit'];
    if (open !== '' && to >= 0 && card !== undefined) onTurn(card);
  };
  return (
    <ul className="find-list" aria-label={t('find.hits')} onKeyDown={onKeyDown}>
      {hits.map((hit, at) => (
        <li key={hit.cardId}>
          {hit.match !== hits[at - 1]?.match && <h2 className="day">{t(`find.match.${hit.match}`)}</h2>}
          <HitRow hit={hit} to={linkTo(hit.cardId)} open={hit.cardId === open} />
        </li>
      ))}
    </ul>
  );
}
