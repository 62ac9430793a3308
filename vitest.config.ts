import { defineConfig } from 'vitest/config';

// `source` lets tests run sibling packages from their TypeScript, without a build.
const conditions = ['source'];
const shared = {
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  // The global set-up runs in an environment of its own, which inherits neither.
  environments: {
    __vitest__: { resolve: { conditions, externalConditions: conditions, noExternal: [/^@cardmill\//] } },
  },
};

/**
 * unit: pure, no server. web: pages and parts in a simulated browser. int: real PostgreSQL, Redis and S3 protocol, one database a file.
 * e2e: built services as processes and Chromium. long: faults and ten thousand cards.
 */
export default defineConfig({
  ...shared,
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: [
            '{packages,services}/*/src/**/*.test.ts',
            'prisma/src/**/*.test.ts',
            'bench/**/*.test.ts',
            'e2e/faults/**/*.test.ts',
          ],
          exclude: ['**/*.int.test.ts', '**/*.long.test.ts', '**/node_modules/**'],
          // By itself one less than there are cores.
          maxWorkers: 2,
        },
      },
      {
        ...shared,
        test: {
          name: 'web',
          sequence: { groupOrder: 1 },
          include: ['web/**/*.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist*/**'],
          environment: 'happy-dom',
          maxWorkers: 2,
          testTimeout: 30_000,
        },
      },
      {
        ...shared,
        test: {
          name: 'int',
          sequence: { groupOrder: 2 },
          include: [
            '{packages,services}/*/src/**/*.int.test.ts',
            'prisma/src/**/*.int.test.ts',
            'e2e/**/*.int.test.ts',
          ],
          globalSetup: ['packages/testkit/src/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          maxWorkers: 2,
        },
      },
      {
        ...shared,
        test: {
          name: 'e2e',
          sequence: { groupOrder: 3 },
          include: ['e2e/*.test.ts'],
          exclude: ['e2e/*.int.test.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          maxWorkers: 1,
        },
      },
      {
        ...shared,
        test: {
          name: 'long',
          sequence: { groupOrder: 4 },
          include: ['e2e/long/*.test.ts', 'e2e/faults/*.long.test.ts'],
          testTimeout: 1_800_000,
          hookTimeout: 300_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
