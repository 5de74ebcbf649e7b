import type { Reporter, TestModule } from 'vitest/node';

/** Ends every run with one line that any program can read: `N passed, N failed`, and `, N skipped` when some were. */
export default class ClosingLineReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    // A file that could not be loaded has no tests to count, but it failed all the same.
    const brokenFiles = modules.filter((module) => module.state() === 'failed' && module.errors().length > 0).length;
    // The tests of a part whose preparation failed count as skipped.
    const parts = modules.flatMap((module) => [...module.children.allSuites()]);
    const brokenParts = parts.filter((part) => part.errors().length > 0).length;
    const failed = count('failed') + brokenFiles + brokenParts + unhandledErrors.length;
    const skipped = count('skipped');
    process.on('exit', () => {
      console.log(`${count('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
    });
  }
}
