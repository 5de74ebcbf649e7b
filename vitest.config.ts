import { defineConfig } from 'vitest/config';
import LongestFirst from './tests/support/longest-first.ts';

/**
 * `unit` needs no network, database or browser and runs in every check; `full` is everything else. `processes` runs tests of
 * `full` again with the product as two web and two worker processes behind one address.
 *
 * Files share a test process and what it imported: for most files importing the product again took longer than their tests. So
 * a test leaves nothing behind in the process, and puts back what it changes there.
 * React must exist once: two copies break the hooks of HubSpot's test renderer.
 */
const dedupe = ['react', '@hubspot/ui-extensions', '@remote-ui/react', '@remote-ui/core'];

/** What comes beside an answer is waited for; one second, as by default, is too short beside other tests on a busy machine. */
const PATIENT = { poll: { timeout: 30_000 } };

/** What one process could keep to itself. `TEST_PROCESSES=2 npx vitest run --project full tests/integration` runs all that way. */
const PROCESS_TESTS = [
  'tests/integration/enrichment/{main-job,bulk,install,fault-tokens}.test.ts',
  'tests/integration/hubspot/{webhooks,workflow-actions}.test.ts',
  'tests/integration/{api/sync,api/sync-batch,dashboard/sessions}.test.ts',
];

export default defineConfig({
  test: {
    reporters: ['default', './tests/support/closing-line-reporter.ts'],
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        resolve: { dedupe },
        test: {
          name: 'unit',
          sequence: { groupOrder: 1 },
          include: ['tests/unit/**/*.test.{ts,tsx}', 'tests/ui/**/*.test.{ts,tsx}'],
          setupFiles: ['tests/support/no-outside-network.ts'],
          isolate: false,
          maxWorkers: 2,
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
          expect: PATIENT,
          testTimeout: 60_000,
          hookTimeout: 120_000,
          isolate: false,
          maxWorkers: 3,
        },
      },
      {
        resolve: { dedupe },
        test: {
          name: 'processes',
          sequence: { groupOrder: 3 },
          include: PROCESS_TESTS,
          env: { TEST_PROCESSES: '2' },
          setupFiles: ['tests/support/no-outside-network.ts'],
          globalSetup: ['tests/support/postgres-cluster.ts'],
          expect: PATIENT,
          testTimeout: 90_000,
          hookTimeout: 120_000,
          maxWorkers: 3,
        },
      },
    ],
  },
});
