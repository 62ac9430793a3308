import { setTimeout as sleep } from 'node:timers/promises';

import { UploadReply } from '@cardmill/contracts';
import { waitFor } from '@cardmill/testkit';

import { type Client, createClient, type TestFile } from '../../support/client.ts';
import { sha256 } from './cards.ts';
import type { History, Sent } from './history.ts';

/** A scanning station: sends, notes what it was told, and sends again what it heard nothing of. */
export interface Station {
  readonly client: Client;
  draft(title: string, settings?: Record<string, unknown>): Promise<string>;
  /** Sends files in one request; one entry each. Never throws: no reply is an outcome too. */
  send(batch: string, files: readonly TestFile[]): Promise<Sent[]>;
  /** Sends until every file was acknowledged. */
  deliver(batch: string, files: readonly TestFile[], timeoutMs?: number): Promise<void>;
  /** Asks until somebody answers; a 409 means that an earlier try got through. */
  insist(batch: string, action: string): Promise<void>;
  remove(batch: string): Promise<void>;
}

const A_REQUEST = 50;

export function createStation(url: string, history: History): Station {
  const client = createClient(url);

  async function send(batch: string, files: readonly TestFile[]): Promise<Sent[]> {
    const about = files.map((file) => ({ batch, filename: file.name, sha256: sha256(file.bytes) }));
    const note = (sent: Sent[]): Sent[] => {
      for (const each of sent) history.record(each);
      return sent;
    };
    try {
      const reply = await client.uploadRaw({ batch }, files);
      const body = UploadReply.safeParse(await reply.json());
      if (!body.success)
        return note(about.map((each) => ({ ...each, outcome: 'fail', code: String(reply.status) })));
      const entries = new Map(body.data.files.map((entry) => [entry.filename, entry]));
      return note(
        about.map((each) => {
          const entry = entries.get(each.filename);
          if (entry === undefined) return { ...each, outcome: 'unknown', why: 'not in the reply' };
          if (entry.outcome === 'rejected' || entry.cardId === undefined)
            return { ...each, outcome: 'fail', code: entry.code ?? 'no card' };
          return { ...each, outcome: 'ok', said: entry.outcome, cardId: entry.cardId };
        }),
      );
    } catch (error) {
      return note(about.map((each) => ({ ...each, outcome: 'unknown', why: String(error) })));
    }
  }

  return {
    client,
    async draft(title, settings = {}) {
      const batch = await waitFor(() => client.createBatch({ title, templateId: 'free-text', ...settings }), {
        timeoutMs: 60_000,
        everyMs: 200,
        what: `a draft for ${title}`,
      });
      history.batch(batch.name);
      return batch.name;
    },
    send,
    async deliver(batch, files, timeoutMs = 120_000) {
      const until = performance.now() + timeoutMs;
      let left = [...files];
      while (left.length > 0) {
        const now = left.slice(0, A_REQUEST);
        const done = new Set<string>();
        for (const sent of await send(batch, now)) if (sent.outcome === 'ok') done.add(sent.filename);
        left = left.filter((file) => !done.has(file.name));
        if (left.length === 0) return;
        if (performance.now() > until)
          throw new Error(`${left.length} files of ${batch} were not acknowledged`);
        if (done.size === 0) await sleep(300);
      }
    },
    async insist(batch, action) {
      await waitFor(
        async () => {
          const reply = await client.send('POST', `/api/v1/batches/${batch}/${action}`);
          if (reply.status === 202 || reply.status === 409) return true;
          throw new Error(`${action}: ${reply.status} ${await reply.text()}`);
        },
        { timeoutMs: 60_000, everyMs: 200, what: `${action} of ${batch}` },
      );
    },
    async remove(batch) {
      history.deleting(batch);
      await waitFor(
        async () => [204, 404].includes((await client.send('DELETE', `/api/v1/batches/${batch}`)).status),
        { timeoutMs: 60_000, everyMs: 200, what: `deletion of ${batch}` },
      );
    },
  };
}
