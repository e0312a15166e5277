import { defineConfig } from 'vitest/config';

const databaseTests = ['src/**/*.db.test.ts', 'test/**/*.db.test.ts'];

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    maxWorkers: 2,
    globals: false,
    restoreMocks: true,
    // A name that matches nothing is a mistake in the command, not a success.
    passWithNoTests: false,
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.{ts,tsx}', 'sample/**/*.test.ts'],
          exclude: ['**/node_modules/**', ...databaseTests],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'database',
          include: databaseTests,
          exclude: ['**/node_modules/**', 'test/boot/**', 'test/journeys/**'],
          globalSetup: ['test/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'boot',
          include: ['test/boot/*.test.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['test/journeys/*.test.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
