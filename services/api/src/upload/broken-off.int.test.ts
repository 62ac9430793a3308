import { connect } from 'node:net';

import { batchPrefix } from '@cardmill/contracts/wire';
import { bulkyFile, runSql, waitFor } from '@cardmill/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { type ApiUnderTest, apiUnderTest } from '../http-api.suite.ts';

let api: ApiUnderTest;
beforeAll(async () => {
  api = await apiUnderTest();
});
afterAll(() => api.close());

const FILES = 6;
const form = Buffer.concat([
  ...Array.from({ length: FILES }, (_, n) => [
    Buffer.from(`--x\r\ncontent-disposition: form-data; name="files"; filename="${n}.jpg"\r\n\r\n`),
    bulkyFile(70_000 + n, n),
    Buffer.from('\r\n'),
  ]).flat(),
  Buffer.from('--x--\r\n'),
]);

/** Sends the first bytes of a request over a bare socket and hangs up. */
async function sendPart(batch: string, bytes: number): Promise<void> {
  const { hostname, port } = new URL(api.url);
  const socket = connect(Number(port), hostname);
  const head = `POST /api/v1/batches/${batch}/files HTTP/1.1\r\nhost: x\r\ncontent-type: multipart/form-data; boundary=x\r\ncontent-length: ${form.length}\r\n\r\n`;
  await new Promise<void>((resolve) => {
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.write(head);
    socket.write(form.subarray(0, bytes), () => setTimeout(() => socket.destroy(), 5));
  });
}

it('sixty sends that break off anywhere, side by side, lose nothing, double nothing and leave nothing', async () => {
  const batch: string = (await api.call('POST', '/api/v1/batches', { title: 'broken' })).json.name;
  const id = (await api.db.findBatchKey(batch))?.id ?? '';
  // Everywhere between the first byte and the last, in no order.
  const cuts = Array.from({ length: 60 }, (_, i) => Math.floor((form.length * ((i * 37) % 60)) / 60));
  for (let at = 0; at < cuts.length; at += 6) {
    await Promise.all(cuts.slice(at, at + 6).map((bytes) => sendPart(batch, bytes)));
  }
  const objects = async () => {
    let count = 0;
    for await (const _object of api.store.list(batchPrefix(id))) count += 1;
    return count;
  };
  const cards = async () => (await api.db.findBatch(batch))?.fileCount ?? -1;
  const others = () => runSql(api.databaseUrl, "SELECT FROM files WHERE state <> 'accepted'");
  await waitFor(async () => (await others()).rowCount === 0, { what: 'no intent left' });
  expect(await objects()).toBe(await cards());
  const whole = await fetch(`${api.url}/api/v1/batches/${batch}/files`, {
    method: 'POST',
    headers: { 'content-type': 'multipart/form-data; boundary=x' },
    body: form,
  });
  expect(whole.status).toBe(201);
  expect(await cards()).toBe(FILES);
  expect(await objects()).toBe(FILES);
});
