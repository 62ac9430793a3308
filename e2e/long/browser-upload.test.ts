import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

import { blankCard, drawCard } from '@cardmill/testkit';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { useStage } from '../support/stage.ts';

const POLL = { timeout: 120_000, interval: 250 };
/** For hundreds of files on a machine that has other things to do. */
const LONG = { timeout: 400_000 };
const stage = useStage();
let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'cardmill-upload-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

/** A folder of small cards, each with bytes of its own; the names sort as a person counts: 9 before 10. */
async function drawer(name: string, count: number): Promise<string[]> {
  const folder = join(dir, name);
  await mkdir(folder);
  const { data } = await drawCard({ lines: ['Spez.12'], width: 420, height: 252, format: 'jpeg' });
  const paths = Array.from({ length: count }, (_, n) => join(folder, `${n + 1}.jpg`));
  await Promise.all(paths.map((path) => writeFile(path, Buffer.concat([data, Buffer.from(path)]))));
  return paths;
}
const nameOf = (path: string): string => basename(path);
const batchOf = (page: Page): string => /batches\/([^/]+)\//.exec(page.url())?.[1] ?? '';

/** The names of all cards, in the order of the drawer. */
async function cardsOf(page: Page): Promise<string[]> {
  const all: string[] = [];
  for (let after = '0'; ;) {
    const reply = await stage.client.request(
      `/api/v1/batches/${batchOf(page)}/files?limit=500&after=${after}`,
    );
    const { items, next } = (await reply.json()) as { items: { filename: string }[]; next: string | null };
    all.push(...items.map(({ filename }) => filename));
    if (next === null) return all;
    after = next;
  }
}

/** Lets so many files through and holds the others, so that there is a middle of the upload, however fast it is. */
async function holdAfter(page: Page, count: number): Promise<() => Promise<void>> {
  let left = count;
  let free: () => void = () => undefined;
  const freed = new Promise<void>((go) => (free = go));
  const isUpload = /\/batches\/[^/]+\/files$/;
  await page.route(isUpload, async (route) => {
    left -= 1;
    if (left < 0) await freed;
    // Held until the page was left: there is nothing to go on with.
    await route.continue().catch(() => undefined);
  });
  return async () => {
    free();
    await page.unroute(isUpload);
  };
}

async function newBatch(files: string[] | string, hold: number, testId: 'files' | 'folder') {
  const opened = await stage.open('/new');
  const { page } = opened;
  await page.getByRole('button', { name: 'Folder' }).waitFor();
  const release = await holdAfter(page, hold);
  await page.getByTestId(testId).setInputFiles(files);
  await page.waitForURL(/\/upload$/);
  return { ...opened, release };
}
const sentAtLeast = (page: Page, count: number) =>
  expect.poll(async () => (await cardsOf(page)).length, POLL).toBeGreaterThanOrEqual(count);

/** Run in the page: its own private folder stands in for one of the disk; its handles can be kept in the same way. */
const FOLDER_THAT_STAYS = `(async () => {
  const bytes = Uint8Array.from(atob('BYTES'), (letter) => letter.charCodeAt(0));
  const root = await navigator.storage.getDirectory();
  const folder = await root.getDirectoryHandle('Lade 15', { create: true });
  for (let n = 1; n <= 24; n += 1) {
    const file = await folder.getFileHandle(n + '.jpg', { create: true });
    const out = await file.createWritable();
    await out.write(bytes);
    await out.write(String(n));
    await out.close();
  }
  window.showDirectoryPicker = async () => folder;
})()`;

describe('a drawer on its way', { timeout: 600_000 }, () => {
  it('loses the line in the middle: every file arrives once, in order', async () => {
    const paths = await drawer('offline', 302);
    const { page, faults, outside, release, close } = await newBatch(paths, 60, 'files');
    await page.getByText('of 302').first().waitFor();
    await sentAtLeast(page, 60);

    await page.context().setOffline(true);
    await release();
    await page.getByText('The line is down. Sending goes on by itself when it is back.').first().waitFor();
    await page.context().setOffline(false);

    await page.getByText('302 images sent').waitFor(LONG);
    expect(await cardsOf(page)).toEqual(paths.map(nameOf));
    await page.getByRole('heading', { name: '302 cards' }).waitFor(LONG);
    expect(await page.getByRole('listitem').count()).toBeLessThan(60);
    expect(await page.getByText('Already here').count()).toBe(0);
    expect(faults.filter((fault) => !/ERR_INTERNET_DISCONNECTED|WebSocket/.test(fault))).toEqual([]);
    expect(outside).toEqual([]);
    await close();
  });

  it('is reloaded in the middle: the page says what is missing, and the same folder goes on', async () => {
    const paths = await drawer('Lade 14', 301);
    const folder = join(dir, 'Lade 14');
    const { page, faults, close } = await newBatch(folder, 50, 'folder');
    await sentAtLeast(page, 50);
    page.on('dialog', (dialog) => void dialog.accept());
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.reload();

    await page.getByText(/\d+ images of “Lade 14” were not sent before this page was left/).waitFor();
    await page.getByText('Drop the folder “Lade 14” again').waitFor();
    await page.getByTestId('folder').setInputFiles(folder);
    await page.getByText(/^\d+ images sent/).waitFor(LONG);
    expect(await cardsOf(page)).toEqual(paths.map(nameOf));
    await page.getByRole('heading', { name: '301 cards' }).waitFor(LONG);
    expect(await page.getByText('Already here').count()).toBe(0);
    expect(await page.getByText('were not sent').count()).toBe(0);
    expect(faults.filter((fault) => !/WebSocket/.test(fault))).toEqual([]);
    await close();
  });

  it('goes on with one click where the browser may open the folder again', async () => {
    const { page, faults, close } = await stage.open('/new');
    page.on('dialog', (dialog) => void dialog.accept());
    const { data } = await drawCard({ lines: ['Spez.12'], width: 420, height: 252, format: 'jpeg' });
    await page.evaluate(FOLDER_THAT_STAYS.replace('BYTES', data.toString('base64')));
    await holdAfter(page, 8);
    await page.getByRole('button', { name: 'Folder' }).click();
    await page.waitForURL(/\/upload$/);
    await sentAtLeast(page, 8);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await page.reload();
    await page.getByRole('button', { name: 'Go on sending' }).click();
    await page.getByText(/^\d+ images sent/).waitFor(LONG);
    expect(await cardsOf(page)).toEqual(Array.from({ length: 24 }, (_, n) => `${n + 1}.jpg`));
    expect(faults.filter((fault) => !/WebSocket/.test(fault))).toEqual([]);
    await close();
  });

  it('is chosen, paused, thinned and cleared of a bad scan by keyboard alone', async () => {
    const paths = await drawer('keys', 12);
    const blank = join(dir, 'blank.png');
    await writeFile(blank, await blankCard());
    const { page, faults, close } = await stage.open('/new');
    await page.getByRole('button', { name: 'Folder' }).waitFor();
    const release = await holdAfter(page, 5);

    const press = async (name: string | RegExp): Promise<void> => {
      const button = page.getByRole('button', { name, exact: true });
      await button.waitFor();
      // By tabbing, as a person without a pointer: what cannot be reached so fails here.
      for (let tabs = 0; !(await button.evaluate((one) => one.matches(':focus'))); tabs += 1) {
        expect(tabs, String(name)).toBeLessThan(80);
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
    };
    const chooser = page.waitForEvent('filechooser');
    await press('Files');
    await (await chooser).setFiles([blank, ...paths]);
    await page.waitForURL(/\/upload$/);
    await press('Pause');
    await page.getByText(/^Paused/).waitFor();
    await press('Take 12.jpg off this list');
    await release();
    await page.getByText('Paused.').waitFor();
    await press('Go on');
    await page.getByText('12 images sent').waitFor(LONG);

    // The blank one is in front as soon as it was looked at, although it is not the last.
    await page.getByText('No writing found.', { exact: false }).first().waitFor(LONG);
    await press('Remove');
    await page.getByText('blank.png removed').waitFor();
    expect(await cardsOf(page)).toEqual(paths.slice(0, 11).map(nameOf));
    await press('Remove 11.jpg');
    await page.getByText('11.jpg removed').waitFor();
    expect(await cardsOf(page)).toEqual(paths.slice(0, 10).map(nameOf));
    expect(faults.filter((fault) => !/WebSocket/.test(fault))).toEqual([]);
    await close();
  });
});
