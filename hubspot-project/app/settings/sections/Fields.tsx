import { Button, Flex, LoadingSpinner, Tab, Tabs, Text } from '@hubspot/ui-extensions';
import { useState } from 'react';
import type { ObjectTypeName } from '../../../contract/object-type.ts';
import type { SettingsWire } from '../../../contract/settings.ts';
import { OBJECT_TYPE_LABELS, OBJECT_TYPES } from '../../../display/names.ts';
import { Unanswered } from '../../../display/Unanswered.tsx';
import { useAnswer } from '../../../display/use-answer.ts';
import { MappingTable } from '../parts/MappingTable.tsx';
import { useSettingsForm } from '../settings-form.ts';
import { pickFrom } from '../words/pick-from.ts';

type FieldMapping = SettingsWire['fields'][ObjectTypeName][number];

const NEW_MAPPING: FieldMapping = {
  source: 'companyName',
  target: '',
  transform: null,
  policy: 'fill_empty',
  respectHumanEdits: true,
};

/** Which result goes into which property, per object type. */
export function Fields() {
  const [objectType, setObjectType] = useState<ObjectTypeName>('companies');
  return (
    <Flex direction="column" gap="medium">
      <Text>
        Each enrichment fills these properties. What a person typed stays, unless a field says otherwise; every write
        can be undone for 30 days.
      </Text>
      <Tabs
        variant="enclosed"
        selected={objectType}
        onSelectedChange={(id: string | number) => setObjectType(pickFrom(OBJECT_TYPES, id) ?? 'companies')}
      >
        {OBJECT_TYPES.map((type) => (
          <Tab key={type} tabId={type} title={OBJECT_TYPE_LABELS[type]}>
            {type === objectType ? <FieldsOfType objectType={type} /> : null}
          </Tab>
        ))}
      </Tabs>
    </Flex>
  );
}

function FieldsOfType({ objectType }: { readonly objectType: ObjectTypeName }) {
  const { client, settings, change, isReadOnly } = useSettingsForm();
  const [editedAt, setEditedAt] = useState<number | null>(null);
  const { loaded, reload } = useAnswer(`properties ${objectType}`, () => client.readProperties(objectType));
  if (loaded.kind === 'loading') return <LoadingSpinner label="Reading the properties of your account" showLabel />;
  if (loaded.kind === 'problem') return <Unanswered problem={loaded.problem} onTryAgain={reload} />;
  const mappings = settings.fields[objectType];
  const put = (next: readonly FieldMapping[]) => change({ fields: { ...settings.fields, [objectType]: [...next] } });
  return (
    <Flex direction="column" gap="small" align="start">
      <MappingTable
        objectType={objectType}
        mappings={mappings}
        properties={loaded.value.properties}
        editedAt={editedAt}
        onEdit={setEditedAt}
        onChange={put}
      />
      {!isReadOnly && (
        <Button
          onClick={() => {
            put([...mappings, NEW_MAPPING]);
            setEditedAt(mappings.length);
          }}
        >
          Add a field
        </Button>
      )}
    </Flex>
  );
}
