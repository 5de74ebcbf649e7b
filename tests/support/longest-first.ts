import { existsSync } from 'node:fs';
import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take the longest, in the order in which they start. Those that mostly wait, for a limit of HubSpot or a browser,
 * stand first: others run beside them, and none is left over for the end, when a processor would be idle.
 */
const LONGEST = [
  'tests/project/demo-evidence.test.ts',
  'tests/e2e/dashboard.test.ts',
  'tests/integration/enrichment/bulk-automation.test.ts',
  'tests/integration/enrichment/thousand-records.test.ts',
  'tests/e2e/demo.test.ts',
  'tests/e2e/admin.test.ts',
  'tests/e2e/card-states.test.ts',
  'tests/integration/api/library.test.ts',
  'tests/integration/enrichment/bulk-kills.test.ts',
  'tests/integration/enrichment/injection.test.ts',
  'tests/integration/enrichment/smartsync-command.test.ts',
  'tests/integration/enrichment/bulk-turns.test.ts',
  'tests/project/packaging.test.ts',
  'tests/integration/api/seed-document.test.ts',
  'tests/integration/enrichment/fault-limits.test.ts',
  'tests/integration/hubspot/limits.test.ts',
  'tests/integration/hubspot/webhooks.test.ts',
];

/**
 * Starts the files of `LONGEST` first in each project, the others as vitest would. A fresh clone remembers no durations, and
 * by size, which vitest takes instead, the longest tests came last.
 */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    const missing = LONGEST.filter((file) => !existsSync(path.join(root, file)));
    if (missing.length > 0) throw new Error(`longest-first.ts names files that are gone: ${missing.join(', ')}`);
    const sorted = await super.sort(files);
    const place = ({ moduleId }: TestSpecification) => {
      const index = LONGEST.indexOf(path.relative(root, moduleId));
      return index === -1 ? LONGEST.length : index;
    };
    const order = ({ project }: TestSpecification) => project.config.sequence.groupOrder;
    return sorted.sort((a, b) => order(a) - order(b) || place(a) - place(b));
  }
}
