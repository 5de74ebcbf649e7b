import type { EnrichmentWire } from '../../../contract/enrichment.ts';

/** Below this a person may as well try again at once. */
const SOON_MS = 300_000;
const LATER_TITLE = 'HubSpot asks to wait';

/** How a run that failed is put to the person. */
export interface FailureWords {
  readonly title: string;
  readonly text: string;
  readonly mayTryAgain: boolean;
}

const WORDS: Readonly<Record<string, FailureWords>> = {
  suppressed: {
    title: 'On your do-not-enrich list',
    text: 'This address or domain is on the do-not-enrich list of your account. No source was asked and nothing was written. An admin can change the list in the oppSpot settings.',
    mayTryAgain: false,
  },
  not_found: {
    title: 'The record is gone',
    text: 'It was deleted or merged while oppSpot was working. Nothing was written.',
    mayTryAgain: false,
  },
  rate_limited: {
    title: 'HubSpot asked us to slow down',
    text: 'Your account’s limit for requests was reached. Try again in a minute.',
    mayTryAgain: true,
  },
  disconnected: {
    title: 'oppSpot is disconnected from HubSpot',
    text: 'Ask an admin to reconnect oppSpot SmartSync under Settings → Integrations → Connected apps.',
    mayTryAgain: true,
  },
  upstream_unavailable: {
    title: 'HubSpot or a source did not answer',
    text: 'oppSpot could not finish because a system it depends on did not answer. Try again in a minute.',
    mayTryAgain: true,
  },
  upstream_rejected: {
    title: 'HubSpot refused the request',
    text: 'HubSpot did not accept what oppSpot asked for.',
    mayTryAgain: true,
  },
};

/** Words a failed run; a code that this card does not know speaks through the backend's own message. */
export function wordFailure(error: EnrichmentWire['error']): FailureWords {
  // "Try again in a minute" would be wrong: the backend's message says until when.
  if (error && (error.retryAfterMs ?? 0) > SOON_MS)
    return { title: LATER_TITLE, text: error.message, mayTryAgain: true };
  const known = error ? WORDS[error.code] : undefined;
  const text = known?.text ?? error?.message ?? 'Something went wrong on our side.';
  return { title: known?.title ?? 'This did not work', text, mayTryAgain: known?.mayTryAgain ?? true };
}
