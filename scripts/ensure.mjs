// Makes sure that what npm cannot bring is on this machine, and says what it installs. Silent when all is there.
//   node scripts/ensure.mjs start   Redis, and Debian's language models where they can be had
//   node scripts/ensure.mjs tests   the same, and a browser
//   node scripts/ensure.mjs bench   the same, and the native tesseract that the benchmark compares with
import { tsImport } from 'tsx/esm/api';

// From the source: this runs before anything has been built.
const { ensureInstalled } = await tsImport('../packages/server-kit/src/servers/install.ts', import.meta.url);
const { redisServer } = await tsImport(
  '../packages/server-kit/src/servers/redis-package.ts',
  import.meta.url,
);
const { ensureFastModels } = await tsImport(
  '../packages/server-kit/src/servers/fast-models.ts',
  import.meta.url,
);
const { SHIPPED_LANGUAGES } = await tsImport('../packages/contracts/src/system.ts', import.meta.url);

const chromium = {
  anyOf: [
    'chromium',
    'chromium-browser',
    'google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ],
  // With a font: a bare system has none, and pages would be without text.
  packages: {
    'apt-get': 'chromium fonts-dejavu-core',
    apk: 'chromium font-dejavu',
    dnf: 'chromium dejavu-sans-fonts',
  },
  purpose: 'the end-to-end tests look at the pages in a real browser',
};
const tesseract = {
  anyOf: ['tesseract'],
  packages: { 'apt-get': 'tesseract-ocr tesseract-ocr-deu', brew: 'tesseract tesseract-lang' },
  purpose: 'the benchmark compares with the native command line',
};

const profiles = { start: [redisServer], tests: [redisServer, chromium], bench: [redisServer, tesseract] };
const name = process.argv[2] ?? 'start';
const wanted = profiles[name];
if (wanted === undefined) {
  console.error(`unknown: ${name}; one of ${Object.keys(profiles).join(', ')}`);
  process.exit(2);
}
try {
  // One after the other: package managers hold a lock.
  const say = (line) => console.error(line);
  for (const thing of wanted) await ensureInstalled(thing, say, process.env);
  await ensureFastModels(
    SHIPPED_LANGUAGES.map(({ code }) => code),
    say,
    process.env,
  );
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
