import type { SmartSyncClient } from '../../contract/client.ts';
import type { ObjectTypeName } from '../../contract/object-type.ts';
import type { EnrichmentControl } from './use-enrichment.ts';

/** What every view of the card is made from. */
export interface CardViewProps {
  readonly client: SmartSyncClient;
  readonly objectType: ObjectTypeName;
  readonly objectId: string;
  readonly control: EnrichmentControl;
}
