export { drawCard } from './draw-card.ts';
export type { CardDrawing, CardLine, DrawnCard } from './draw-card.ts';
export { expectNoLeaks } from './expect-no-leaks.ts';
export { freshDatabase } from './fresh-database.ts';
export type { FreshDatabase } from './fresh-database.ts';
export { freshRedis } from './fresh-redis.ts';
export type { FreshRedis } from './fresh-redis.ts';
export { blankCard, bulkyFile, corruptCard, multiPageTiff, truncatedCard } from './odd-cards.ts';
export { waitFor } from './wait-for.ts';
