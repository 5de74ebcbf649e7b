import { defineConfig } from 'vitest/config';

/**
 * Two projects: `unit` needs no network, database or browser and runs in every check; `full` is everything else.
 * React must exist once: two copies break the hooks of HubSpot's test renderer.
 */
const dedupe = ['react', '@hubspot/ui-extensions', '@remote-ui/react', '@remote-ui/core'];

export default defineConfig({
  test: {
    reporters: ['default', './tests/support/closing-line-reporter.ts'],
    projects: [
      {
        resolve: { dedupe },
        test: {
          name: 'unit',
          sequence: { groupOrder: 1 },
          include: ['tests/unit/**/*.test.{ts,tsx}', 'tests/ui/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/support/no-outside-network.ts'],
        },
      },
      {
        resolve: { dedupe },
        test: {
          name: 'full',
          sequence: { groupOrder: 2 },
          include: ['tests/**/*.test.{ts,tsx}'],
          exclude: ['tests/unit/**', 'tests/ui/**'],
          setupFiles: ['tests/support/no-outside-network.ts'],
          globalSetup: ['tests/support/postgres-cluster.ts'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
