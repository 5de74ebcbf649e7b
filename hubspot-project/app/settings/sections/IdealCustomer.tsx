import { Button, EmptyState, Flex, Text } from '@hubspot/ui-extensions';
import { CriterionEditor } from '../parts/CriterionEditor.tsx';
import { ScoreEffect } from '../parts/ScoreEffect.tsx';
import { useSettingsForm } from '../settings-form.ts';
import type { Criterion } from '../words/icp-words.ts';

const NEW_CRITERION: Criterion = { field: 'industry', rule: 'should', values: [] };

/**
 * Whom the account looks for: the part of the score that only the admin can tell.
 *
 * @param isGuided the view around has the primary button
 */
export function IdealCustomer({ isGuided = false }: { readonly isGuided?: boolean }) {
  const { settings, change, isReadOnly } = useSettingsForm();
  const { criteria } = settings.icp;
  const put = (next: readonly Criterion[]) => change({ icp: { criteria: [...next] } });
  const add = () => put([...criteria, NEW_CRITERION]);
  if (criteria.length === 0)
    return (
      <Flex direction="column" gap="medium">
        <EmptyState title="Describe your ideal customer" layout="vertical" imageName="target" imageWidth={140} flush>
          <Flex direction="column" gap="small" align="center">
            <Text>
              Industry, size, place, age: what makes a company a good fit for you. Without it, fit stays unknown and is
              left out of the score.
            </Text>
            {!isReadOnly && (
              <Button variant={isGuided ? 'secondary' : 'primary'} onClick={add}>
                Add a criterion
              </Button>
            )}
          </Flex>
        </EmptyState>
        {!isGuided && <ScoreEffect />}
      </Flex>
    );
  return (
    <Flex direction="column" gap="small">
      <Text>
        A company that misses a must scores 40 at most, one that meets a must not 20 at most. Each should raises the fit
        of those that meet it.
      </Text>
      {criteria.map((criterion, at) => (
        <CriterionEditor
          // biome-ignore lint/suspicious/noArrayIndexKey: a criterion is known by its place, as in the saved settings
          key={at}
          at={at}
          criterion={criterion}
          onChange={(next) => put(criteria.map((old, place) => (place === at ? next : old)))}
          onRemove={() => put(criteria.filter((_, place) => place !== at))}
        />
      ))}
      {!isReadOnly && (
        <Flex direction="row">
          <Button onClick={add}>Add a criterion</Button>
        </Flex>
      )}
      {!isGuided && <ScoreEffect />}
    </Flex>
  );
}
