import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

// Checks who imports whom, and first that the checker bites: with a parser missing it would cruise nothing, find
// nothing and be content. The canary is a small tree that breaks two rules; both must be found.
import { cruise } from 'dependency-cruiser';

const root = fileURLToPath(new URL('..', import.meta.url));
const { forbidden, options } = createRequire(import.meta.url)('../.dependency-cruiser.cjs');

async function violations(baseDir, folders) {
  process.chdir(baseDir);
  const { output } = await cruise(
    folders,
    { ...options, ruleSet: { forbidden }, validate: true, baseDir },
    options.enhancedResolveOptions,
  );
  return { modules: output.modules.length, found: output.summary.violations };
}

const canary = await violations(`${root}scripts/fixtures/import-rules`, ['packages', 'services']);
for (const rule of ['packages-contracts-imports', 'services-notifier-imports']) {
  if (!canary.found.some((violation) => violation.rule.name === rule)) {
    console.error(
      `import rules: the canary broke ${rule} and nobody noticed (${canary.modules} modules seen)`,
    );
    process.exit(1);
  }
}

const { modules, found } = await violations(root, [
  'packages',
  'services',
  'prisma/src',
  'web/src',
  'e2e',
  'bench',
]);
for (const { rule, from, to } of found) console.error(`${rule.name}: ${from} → ${to}`);
if (found.length > 0 || modules < 50) process.exit(1);
console.log(`import rules: ${modules} modules, canary bites`);
