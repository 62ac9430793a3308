import {
  accessKey,
  batchPrefix,
  type ObjectName,
  originalKey,
  parseKey,
  thumbnailKey,
} from '@cardmill/contracts/wire';
import type { AuditedCard, Database } from '@cardmill/db';
import type { ListedObject, ObjectStore } from '@cardmill/storage';

export type Finding =
  | { kind: 'unknown'; key: string; size: number; modifiedAt: Date }
  | { kind: 'missing'; key: string; batch: string; filename: string };

export interface AuditDeps {
  db: Pick<Database, 'audit'>;
  store: Pick<ObjectStore, 'list' | 'head'>;
  /** Objects that are younger may be on their way to a row. */
  graceMs: number;
}

/** What was looked at. */
export interface Tally {
  objects: number;
  batches: number;
  cards: number;
}

const CHUNK = 500;

/**
 * Objects that no row knows, and rows whose object is not there. Changes nothing. Cardmill may go on working meanwhile:
 * what looks wrong is looked at again before it is told. In memory are one chunk of objects and the keys of one batch.
 * @param tally counted up as it goes.
 */
export async function* audit(deps: AuditDeps, tally: Tally): AsyncGenerator<Finding> {
  yield* unknownObjects(deps, tally);
  yield* missingObjects(deps, tally);
}

async function* unknownObjects(deps: AuditDeps, tally: Tally): AsyncGenerator<Finding> {
  const bornBefore = Date.now() - deps.graceMs;
  let chunk: ListedObject[] = [];
  for await (const object of deps.store.list('')) {
    tally.objects += 1;
    if (object.modifiedAt.getTime() > bornBefore) continue;
    chunk.push(object);
    if (chunk.length < CHUNK) continue;
    yield* unknownOf(deps, chunk);
    chunk = [];
  }
  yield* unknownOf(deps, chunk);
}

async function* unknownOf({ db, store }: AuditDeps, chunk: readonly ListedObject[]): AsyncGenerator<Finding> {
  const named: { object: ListedObject; name: ObjectName }[] = [];
  const strange: ListedObject[] = [];
  for (const object of chunk) {
    const name = parseKey(object.key);
    if (name === null) strange.push(object);
    else named.push({ object, name });
  }
  const known = await db.audit.known(named.map(({ name }) => name));
  const unknown = named.flatMap(({ object }, n) => (known[n] === true ? [] : [object]));
  for (const { key, size, modifiedAt } of [...strange, ...unknown]) {
    // Collected since it was listed: the object goes before the row does.
    if ((await store.head(key)) !== null) yield { kind: 'unknown', key, size, modifiedAt };
  }
}

async function* missingObjects(deps: AuditDeps, tally: Tally): AsyncGenerator<Finding> {
  for (let after: string | null = null; ;) {
    const batches: { id: string; name: string }[] = await deps.db.audit.batches(after, 100);
    for (const batch of batches) {
      tally.batches += 1;
      yield* missingOf(deps, batch, tally);
    }
    const last = batches.at(-1);
    if (last === undefined) return;
    after = last.id;
  }
}

async function* missingOf(
  { db, store }: AuditDeps,
  batch: { id: string; name: string },
  tally: Tally,
): AsyncGenerator<Finding> {
  const there = new Set<string>();
  for await (const { key } of store.list(batchPrefix(batch.id))) there.add(key);
  const told = new Set<string>();
  for (let after = 0; ;) {
    const cards = await db.audit.cards(batch.id, after, CHUNK);
    for (const card of cards) {
      tally.cards += 1;
      for (const key of needs(batch.id, card)) {
        if (there.has(key) || told.has(key)) continue;
        // Stored since the batch was listed, or not needed any more.
        if ((await store.head(key)) !== null || !(await db.audit.stillNeeds(card))) continue;
        told.add(key);
        yield { kind: 'missing', key, batch: batch.name, filename: card.filename };
      }
    }
    const last = cards.at(-1);
    if (last === undefined) return;
    after = last.position;
  }
}

/** Pages of one file share its original; the images are made by the inspection. */
const needs = (batchId: string, { inspected, ...card }: AuditedCard): string[] => [
  originalKey(batchId, card.fileId),
  ...(inspected ? [accessKey({ ...card, batchId }), thumbnailKey({ ...card, batchId })] : []),
];
