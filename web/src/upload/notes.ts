import type { GivenNote, OutcomeNote } from './past.ts';

/** What was given and what became of it, kept in this browser until the batch is started. */
export interface Notes {
  given: (batch: string, note: GivenNote) => void;
  outcome: (batch: string, note: OutcomeNote) => void;
  read: (batch: string) => Promise<{ given: GivenNote[]; outcomes: OutcomeNote[] }>;
  /** A card was removed: its file is not to come back. */
  removed: (batch: string, cardId: string) => void;
  forget: (batch: string) => void;
}

const KEPT_DAYS = 30;
const FLUSH_MS = 400;
interface GivenRow extends GivenNote {
  batch: string;
  at: number;
}
interface OutcomeRow extends OutcomeNote {
  batch: string;
  at: number;
}

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error ?? new Error('IndexedDB')));
  });
const ofBatch = (batch: string): IDBKeyRange => IDBKeyRange.bound([batch], [batch, []]);

/**
 * In IndexedDB: it holds the handles of folders, and ten thousand names do not block the page. Where there is none (a
 * private window) nothing is kept; then the same folder is sent again, and the server knows what it has.
 */
export function openNotes(): Notes {
  const opened = open().catch(() => null);
  const waiting: OutcomeRow[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function write(work: (given: IDBObjectStore, outcomes: IDBObjectStore) => void): Promise<void> {
    const database = await opened;
    if (database === null) return;
    const change = database.transaction(['given', 'outcomes'], 'readwrite');
    work(change.objectStore('given'), change.objectStore('outcomes'));
  }
  /** A full disk or a browser that clears up costs the comfort after a reload, and nothing else. */
  const quietly = (work: Promise<void>): void => void work.catch(() => undefined);
  function flush(): void {
    timer = undefined;
    const rows = waiting.splice(0);
    quietly(write((_, outcomes) => rows.forEach((row) => outcomes.put(row))));
  }
  async function read(batch: string): Promise<{ given: GivenNote[]; outcomes: OutcomeNote[] }> {
    const database = await opened;
    if (database === null) return { given: [], outcomes: [] };
    const look = database.transaction(['given', 'outcomes']);
    const [given, outcomes] = await Promise.all([
      settled<GivenRow[]>(look.objectStore('given').getAll(ofBatch(batch))),
      settled<OutcomeRow[]>(look.objectStore('outcomes').getAll(ofBatch(batch))),
    ]);
    return { given: given.toSorted((a, b) => a.at - b.at), outcomes };
  }
  const outcome = (batch: string, note: OutcomeNote): void => {
    waiting.push({ ...note, batch, at: Date.now() });
    timer ??= setTimeout(flush, FLUSH_MS);
  };
  async function removed(batch: string, cardId: string): Promise<void> {
    const { outcomes } = await read(batch);
    const found = outcomes.find((note) => note.cardId === cardId);
    if (found !== undefined) outcome(batch, { key: found.key, outcome: 'left', cardId: null });
  }
  quietly(
    write((given, outcomes) => {
      const old = IDBKeyRange.upperBound(Date.now() - KEPT_DAYS * 86_400_000);
      for (const store of [given, outcomes]) dropAll(store.index('at').openKeyCursor(old), store);
    }),
  );
  addEventListener('pagehide', flush);

  return {
    given: (batch, note) => quietly(write((given) => given.put({ ...note, batch, at: Date.now() }))),
    outcome,
    read: (batch) => read(batch).catch(() => ({ given: [], outcomes: [] })),
    removed: (batch, cardId) => quietly(removed(batch, cardId)),
    forget: (batch) =>
      quietly(
        write((given, outcomes) => {
          given.delete(ofBatch(batch));
          outcomes.delete(ofBatch(batch));
        }),
      ),
  };
}

function dropAll(request: IDBRequest<IDBCursor | null>, store: IDBObjectStore): void {
  request.addEventListener('success', () => {
    const cursor = request.result;
    if (cursor === null) return;
    store.delete(cursor.primaryKey);
    cursor.continue();
  });
}

async function open(): Promise<IDBDatabase> {
  const request = indexedDB.open('cardmill.uploads', 1);
  request.addEventListener('upgradeneeded', () => {
    const given = request.result.createObjectStore('given', { keyPath: ['batch', 'at'] });
    const outcomes = request.result.createObjectStore('outcomes', { keyPath: ['batch', 'key'] });
    for (const store of [given, outcomes]) store.createIndex('at', 'at');
  });
  return settled(request);
}
