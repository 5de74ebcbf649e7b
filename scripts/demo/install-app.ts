/**
 * Installs the app as a browser would: our start URL, HubSpot's consent page, our callback, with cookies.
 *
 * @returns the text of the "connected" page; rejects with what the page said otherwise
 */
export async function installApp(input: {
  readonly backendOrigin: string;
  readonly portalId: number;
  readonly userId: number;
  /** Where the callback really is, when the registered address is a public one. */
  readonly callbackOrigin?: string;
}): Promise<string> {
  const start = await fetch(`${input.backendOrigin}/api/auth/hubspot/install?portalId=${input.portalId}`, {
    redirect: 'manual',
  });
  const cookie = start.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  const consentUrl = await requireRedirect(start, 'the start URL');
  const page = await fetch(consentUrl);
  if (!page.ok) throw new Error(`the consent page answered ${page.status}: ${plainText(await page.text())}`);
  const consent = await fetch(consentUrl, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ decision: 'connect', account: `${input.portalId}:${input.userId}` }),
  });
  const callback = new URL(await requireRedirect(consent, 'the consent page'));
  const connected = await fetch(`${input.callbackOrigin ?? callback.origin}${callback.pathname}${callback.search}`, {
    headers: { cookie },
  });
  const text = plainText(await connected.text());
  if (connected.status !== 200) throw new Error(`the install did not finish: ${text}`);
  return text;
}

async function requireRedirect(response: Response, who: string): Promise<string> {
  const location = response.headers.get('location');
  if (response.status === 302 && location) return location;
  throw new Error(
    `${who} answered ${response.status} instead of sending the browser on: ${plainText(await response.text())}`,
  );
}

function plainText(html: string): string {
  return html
    .replace(/<style[\s\S]*?<\/style>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 400);
}
