import { hubspot } from '@hubspot/ui-extensions';
import { BulkEnrichAction } from './BulkEnrichAction.tsx';

hubspot.extend<'crm.bulkActions'>(() => <BulkEnrichAction />);
