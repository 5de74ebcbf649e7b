import { defineConfig } from 'vitest/config';

/** Runs what is wrong on purpose, and nothing else. */
export default defineConfig({
  test: {
    include: ['*.wrong.ts'],
    reporters: ['../../support/closing-line-reporter.ts'],
    sequence: { shuffle: false },
  },
});
