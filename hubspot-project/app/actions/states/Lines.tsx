import { DescriptionList, DescriptionListItem, Text } from '@hubspot/ui-extensions';

/** Names and values, one per line. */
export function Lines({ lines }: { readonly lines: readonly { readonly label: string; readonly value: string }[] }) {
  return (
    <DescriptionList direction="row">
      {lines.map(({ label, value }) => (
        <DescriptionListItem key={label} label={label}>
          <Text>{value}</Text>
        </DescriptionListItem>
      ))}
    </DescriptionList>
  );
}
