import type { Prisma, PrismaClient } from './generated/client.ts';

/** The reply of an action: what was changed, or the problem code why not. */
export type ActionOutcome =
  | { ok: true; seq: number; changed: number }
  | {
      ok: false;
      code:
        | 'batch_not_found'
        | 'batch_started'
        | 'fields_missing'
        | 'batch_empty'
        | 'run_changed'
        | 'state_forbids'
        | 'card_not_found';
    };

interface ActionRow {
  code: Extract<ActionOutcome, { ok: false }>['code'] | null;
  seq: number;
  changed: number;
}

/** Calls an SQL function that changes a whole batch and returns an `action_reply`. */
export const batchActions =
  (client: PrismaClient) =>
  async (query: Prisma.Sql): Promise<ActionOutcome> => {
    const [row] = await client.$queryRaw<ActionRow[]>`SELECT code, seq, changed FROM ${query}`;
    if (row === undefined) throw new Error('an action function returned no row');
    return row.code === null
      ? { ok: true, seq: row.seq, changed: row.changed }
      : { ok: false, code: row.code };
  };
