import type { Given } from './items.ts';

/** What makes a file the same one after a reload, as far as a browser can tell without reading it. */
export interface FileMark {
  readonly path: string;
  readonly size: number;
  readonly modified: number;
}
export const markOf = ({ path, size, modified }: Given): FileMark => ({ path, size, modified });
export const keyOf = ({ path, size, modified }: FileMark): string => `${path}\n${size}\n${modified}`;

/** Files that were given in one go, kept in the browser before the first of them is sent. */
export interface GivenNote {
  readonly folder: string | null;
  readonly files: readonly FileMark[];
  /** Folders that can be opened again after a reload, where the browser can do that. */
  readonly handles: readonly FileSystemDirectoryHandle[];
}

/** What became of a file. */
export interface OutcomeNote {
  readonly key: string;
  readonly outcome: 'accepted' | 'rejected' | 'left';
  readonly cardId: string | null;
}

/** What this browser knows of a batch from before the page was loaded. */
export interface Past {
  /** Files given and not sent, of the folder given last. */
  readonly unsent: readonly FileMark[];
  readonly folder: string | null;
  readonly handles: readonly FileSystemDirectoryHandle[];
  readonly outcomes: ReadonlyMap<string, OutcomeNote>;
}
export const NO_PAST: Past = { unsent: [], folder: null, handles: [], outcomes: new Map() };

export function pastOf(notes: readonly GivenNote[], outcomes: readonly OutcomeNote[]): Past {
  const known = new Map(outcomes.map((outcome) => [outcome.key, outcome]));
  const open = notes.filter((note) => note.files.some((file) => !known.has(keyOf(file))));
  const unsent = new Map<string, FileMark>();
  for (const file of open.flatMap(({ files }) => files)) {
    if (!known.has(keyOf(file))) unsent.set(keyOf(file), file);
  }
  const handles = open.flatMap((note) => note.handles);
  return {
    unsent: [...unsent.values()],
    folder: open.at(-1)?.folder ?? null,
    // One click must bring all of it, or it would bring a part and look like the whole.
    handles: open.every((note) => note.handles.length > 0) ? handles : [],
    outcomes: known,
  };
}

/**
 * What is known of a file that is given (again). Only when it goes on with what was not sent: files given anew for their
 * own sake are sent, and the server says which of them it has.
 * @param stored cards that are on the server now
 */
export function recall(past: Past, given: Given, stored: ReadonlySet<string>): OutcomeNote | null {
  const note = past.outcomes.get(keyOf(markOf(given)));
  if (note === undefined || note.outcome === 'rejected') return null;
  if (note.outcome === 'accepted' && (note.cardId === null || !stored.has(note.cardId))) return null;
  return note;
}

/** True when these files take up what was left unsent. */
export function goesOn(past: Past, given: readonly Given[]): boolean {
  const open = new Set(past.unsent.map(keyOf));
  return given.some((one) => open.has(keyOf(markOf(one))));
}

/** What is still unsent when these files are given. */
export function without(past: Past, given: readonly Given[]): Past {
  const here = new Set(given.map((one) => keyOf(markOf(one))));
  const unsent = past.unsent.filter((file) => !here.has(keyOf(file)));
  return unsent.length === past.unsent.length ? past : { ...past, unsent };
}

/**
 * What is still unsent, seeing what is on the server: the answer to the last files may have got lost with the page, and
 * those are cards all the same.
 */
export function unsentOf(past: Past, cards: readonly { readonly filename: string }[]): readonly FileMark[] {
  if (past.unsent.length === 0) return past.unsent;
  const names = new Set(cards.map(({ filename }) => filename));
  return past.unsent.filter(({ path }) => !names.has(path.split('/').at(-1) ?? path));
}
