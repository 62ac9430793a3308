import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { drawCard } from '@cardmill/testkit';
import { expect, it } from 'vitest';

import { startCardmill } from './support/cardmill.ts';
import { createClient } from './support/client.ts';

const FOLDERS = ['odd-files', 'odd-derived-cards'].map((name) =>
  fileURLToPath(new URL(`../../shared/data/${name}`, import.meta.url)),
);
const there = FOLDERS.every((folder) => existsSync(folder));
if (!there) process.stderr.write(`SKIPPED: ${FOLDERS.join(', ')} are not there, so no odd file is tried.\n`);

const NEVER_TAKEN = /\.(svg|gif|heic|pdf|avif|jp2|bmp|tsv|txt)$/i;

it.skipIf(!there)(
  'odd files are told one by one, disturb nobody, and the good card among them is read',
  async () => {
    const files = (
      await Promise.all(
        FOLDERS.map(async (folder) =>
          (await readdir(folder))
            .filter((name) => !/\.(txt|tsv|json|md)$/.test(name))
            .map(async (name) => ({ name, bytes: await readFile(join(folder, name)) })),
        ),
      )
    ).flat();
    const odd = await Promise.all(files);
    const good = (await drawCard({ lines: ['Komponist: Bach'] })).data;
    const cardmill = await startCardmill({ workers: 1 });
    try {
      const client = createClient(cardmill.url);
      const draft = await client.createBatch({
        title: 'Seltsames',
        fields: [{ label: 'Komponist' }],
        languages: ['deu'],
      });
      const reply = await client.upload({ batch: draft.name }, [
        ...odd,
        { name: 'good.png', bytes: good },
        { name: 'empty.jpg', bytes: new Uint8Array() },
        { name: '../../etc/pass\u0000wd.png', bytes: Buffer.concat([good, Buffer.from('1')]) },
        { name: `\u202Egnp.${'ß'.repeat(4_000)}🎼.png`, bytes: Buffer.concat([good, Buffer.from('2')]) },
      ]);
      expect(reply.files).toHaveLength(odd.length + 4);
      for (const file of reply.files) {
        if (file.outcome === 'rejected')
          expect(file.code, file.filename).toMatch(
            /^(unsupported_type|empty_file|tiff_unreadable|file_too_large)$/,
          );
        if (NEVER_TAKEN.test(file.filename))
          expect(file, file.filename).toMatchObject({ outcome: 'rejected', code: 'unsupported_type' });
        expect(new TextEncoder().encode(file.filename).length).toBeLessThanOrEqual(255);
        expect(
          ['/', '\\', '\u0000', '\u202E'].some((sign) => file.filename.includes(sign)),
          file.filename,
        ).toBe(false);
      }
      await client.act(draft.name, 'start');
      const batch = await client.ended(draft.name, 200_000);
      expect(batch.status).toBe('completed');
      const rows = await client.results(draft.name);
      expect(rows).toHaveLength(batch.fileCount);
      for (const row of rows.filter((each) => each.status === 'failed'))
        expect(row.error?.code, row.filename).toMatch(/^(image_|ocr_)/);
      const row = (name: string) => rows.find((each) => each.filename === name);
      expect(row('good.png')).toMatchObject({
        status: 'succeeded',
        fields: { komponist: { value: 'Bach' } },
      });
      expect(row('truncated.jpg')).toMatchObject({ status: 'failed', error: { code: 'image_truncated' } });
      expect(row('png_65536x65536_bomb.png')).toMatchObject({
        status: 'failed',
        error: { code: 'image_too_large' },
      });
      // Two pages are two cards.
      expect(rows.filter((each) => each.filename.startsWith('fax_g3_1bit_multipage.p'))).toHaveLength(2);
      // Upright by their tag, all eight ways: the same card.
      for (const name of [
        'card_exif3.jpg',
        'card_exif6.jpg',
        'card_exif8.jpg',
        'card_16bit_gray.tif',
        'card_g4_1bit.tif',
        'card.webp',
      ]) {
        expect(row(name), name).toMatchObject({ status: 'succeeded' });
        expect(row(name)?.text?.length ?? 0, name).toBeGreaterThan(50);
      }
    } finally {
      await cardmill.close();
    }
  },
);
