// Draws cards with known text for prove-compose.sh: `draw-cards.ts <folder> <count>`.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { drawCard } from '@cardmill/testkit';

const [folder = '.', count = '1'] = process.argv.slice(2);
for (let number = 1; number <= Number(count); number += 1) {
  const image = await drawCard({ lines: [`CARD ${100 + number}`, 'Composer Bach', 'Archive of Leipzig'] });
  await writeFile(join(folder, `card-${100 + number}.png`), image);
}
