import { DescriptionList, DescriptionListItem, Text } from '@hubspot/ui-extensions';

/** Names and values; nothing when there are none. */
export function Lines({ lines }: { readonly lines: readonly { readonly label: string; readonly value: string }[] }) {
  if (lines.length === 0) return null;
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
