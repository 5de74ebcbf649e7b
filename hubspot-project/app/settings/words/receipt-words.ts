import type { ReceiptAnswer } from '../../../contract/administration.ts';
import type { Display } from '../../../display/display.ts';
import { formatDateTime } from '../../../display/format.ts';
import { labelOf } from './health-words.ts';

/** What was done, one line each, to read and to keep. */
export function listReceipt(display: Display, receipt: ReceiptAnswer['receipt']): string[] {
  const removed = Object.entries(receipt.removedProperties).filter(([, names]) => names.length > 0);
  return [
    `HubSpot account ${receipt.portalId}, ${formatDateTime(display, receipt.disconnectedAt)}`,
    receipt.uninstalled ? 'HubSpot removed the app from this account' : 'The app was not removed by HubSpot',
    receipt.tokensRevoked ? 'Its access was revoked' : 'There was no access to revoke',
    receipt.keyDestroyed ? 'The stored tokens were deleted and their key destroyed' : 'The key was not destroyed',
    ...removed.map(([type, names]) => `${labelOf(type)}: ${names.length} properties removed`),
    ...(removed.length === 0 ? ['The oppSpot properties and their values stay on your records'] : []),
  ];
}
