/** What reads a text of the backend: `hubspot.fetch` in an extension. */
export type FetchText = (
  url: string,
  options: { readonly method: 'GET'; readonly timeout: number },
) => Promise<{ readonly ok: boolean; text(): Promise<string> }>;

/** HubSpot lets an answer through up to 1 MB, which is a run of some ten thousand records. */
const TIMEOUT_MS = 60_000;

/**
 * Reads a bulk run's results, one line a record with its outcome and reason.
 *
 * @returns the CSV; null when it did not get through, also because it is larger than HubSpot lets pass
 */
export async function readResults(origin: string, send: FetchText, bulkId: string): Promise<string | null> {
  const url = `${origin}/api/hubspot/bulk-enrichments/${encodeURIComponent(bulkId)}/results.csv`;
  try {
    const response = await send(url, { method: 'GET', timeout: TIMEOUT_MS });
    const text = await response.text();
    return response.ok && text.startsWith('objectType,') ? text : null;
  } catch {
    return null; // No answer has no more to say than "try again".
  }
}
