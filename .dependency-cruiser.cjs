// Who may import whom (docs/decisions/0001-layout.md). Everything is a path inside the repository once resolved.
const ours = '^(packages|services|prisma|web|e2e|bench)/';
const may = (from, allowed) => ({
  name: `${from.replaceAll('/', '-')}-imports`,
  severity: 'error',
  from: { path: `^${from}/` },
  to: { path: ours, pathNot: [`^${from}/`, ...allowed.map((each) => `^${each}/`)] },
});
const contracts = 'packages/contracts';
const extraction = 'packages/extraction';
const serverKit = 'packages/server-kit';
const storage = 'packages/storage';
const testkit = 'packages/testkit';
const service = [contracts, extraction, serverKit, storage, 'prisma'];
const inTests = '\\.(test|suite)\\.tsx?$';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    may(contracts, []),
    may(extraction, [contracts]),
    may(serverKit, [contracts]),
    may(storage, [contracts, serverKit]),
    may('prisma', [contracts]),
    may('services/api', [...service, testkit]),
    may('services/ocr-worker', [...service, testkit]),
    may('services/notifier', [contracts, serverKit, 'prisma', testkit]),
    may('web', [contracts, extraction]),
    may('packages/cli', [contracts, serverKit]),
    may(testkit, [contracts, serverKit, 'prisma']),
    {
      name: 'testkit-in-tests-only',
      severity: 'error',
      from: { path: '^(packages|services|prisma|web)/', pathNot: [inTests, `^${testkit}/`] },
      to: { path: `^${testkit}/` },
    },
    {
      name: 'wire-on-servers-only',
      severity: 'error',
      from: { path: '^(web|packages/extraction)/' },
      to: { path: `^${contracts}/src/wire/` },
    },
    {
      name: 'browser-needs-no-node',
      severity: 'error',
      from: { path: '^(packages/contracts|packages/extraction)/src/', pathNot: inTests },
      to: { dependencyTypes: ['core'] },
    },
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    // .tsx: the parser cannot read it. Only web has such files, and there `turbo boundaries` and the linter's
    // restricted imports hold the border.
    exclude: { path: '(^|/)(node_modules|dist[^/]*|generated)/|[.]tsx$' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      conditionNames: ['source', 'types', 'import', 'node', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
