// Draws cards with known text for prove-compose.sh: `draw-cards.ts <folder> <count>`.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

// Not by the package's name: its index brings the test runner along.
import { drawCard } from '../../packages/testkit/src/draw-card.ts';

const [folder = '.', count = '1'] = process.argv.slice(2);
for (let number = 101; number <= 100 + Number(count); number += 1) {
  const { data } = await drawCard({ lines: [`CARD ${number}`, 'Composer: Bach', 'Archive of Leipzig'] });
  await writeFile(join(folder, `card-${number}.png`), data);
}
