import { LoadingSpinner } from '@hubspot/ui-extensions';

/** Until the stored enrichment has been read: usually well under a second. */
export function FirstLoad() {
  return <LoadingSpinner label="Looking up what oppSpot knows" showLabel layout="centered" />;
}
