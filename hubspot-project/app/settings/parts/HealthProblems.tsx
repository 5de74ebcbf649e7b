import { Alert, List } from '@hubspot/ui-extensions';
import type { HealthWire } from '../../../contract/health.ts';
import { listHealthProblems } from '../words/health-words.ts';

/** What keeps the app from working as it should, each with what to do; nothing when all is well. */
export function HealthProblems({ health }: { readonly health: HealthWire }) {
  const problems = listHealthProblems(health);
  if (problems.length === 0) return null;
  return (
    <Alert title={problems.length === 1 ? 'One thing needs a look' : 'Some things need a look'} variant="warning">
      <List variant="unordered-styled">{problems}</List>
    </Alert>
  );
}
