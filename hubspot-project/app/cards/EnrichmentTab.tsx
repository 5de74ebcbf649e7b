import { hubspot } from '@hubspot/ui-extensions';
import { EnrichmentCard } from './EnrichmentCard.tsx';

hubspot.extend<'crm.record.tab'>(() => <EnrichmentCard />);
