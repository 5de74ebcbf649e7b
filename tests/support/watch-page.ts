import type { BrowserContext, Page } from 'playwright-core';

/** What a browser held against the pages of one context, as it came. */
export interface PageComplaints {
  /** Errors in the console, refusals of the security policy, and what nobody caught. */
  readonly errors: string[];
  /** Requests that failed or were answered with 400 and more, e.g. `401 GET /api/session`. */
  readonly requests: string[];
  /** What moved without anybody having done something in the half second before, with where it was (web.dev/cls). */
  readonly shifts: string[];
}

/** Writes down everything that is wrong with the pages of a context from now on. */
export async function watchPages(context: BrowserContext): Promise<PageComplaints> {
  const complaints: PageComplaints = { errors: [], requests: [], shifts: [] };
  await context.exposeBinding('noteShift', ({ page }, shift: string) => {
    complaints.shifts.push(`${new URL(page.url()).pathname} ${page.viewportSize()?.width}: ${shift}`);
  });
  await context.addInitScript(observeShifts);
  context.on('page', (page) => watch(page, complaints));
  for (const page of context.pages()) watch(page, complaints);
  return complaints;
}

function watch(page: Page, { errors, requests }: PageComplaints): void {
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    const isError = message.type() === 'error' || message.text().includes('Content Security Policy');
    // What the browser says about an answer is among the requests.
    if (isError && !message.text().startsWith('Failed to load resource')) errors.push(message.text());
  });
  page.on('response', (response) => {
    if (response.status() < 400) return;
    requests.push(`${response.status()} ${response.request().method()} ${new URL(response.url()).pathname}`);
  });
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? 'failed';
    // Who leaves a page ends what it was still asking for.
    if (reason !== 'net::ERR_ABORTED')
      requests.push(`${reason} ${request.method()} ${new URL(request.url()).pathname}`);
  });
}

/** As the browser tells it; TypeScript's library does not know it. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly hadRecentInput: boolean;
  readonly sources: readonly {
    readonly node: Node | null;
    readonly previousRect: DOMRect;
    readonly currentRect: DOMRect;
  }[];
}

/** Runs in the page before anything of it does. */
function observeShifts(): void {
  const isShift = (entry: PerformanceEntry): entry is LayoutShift => entry.entryType === 'layout-shift';
  const note: unknown = Reflect.get(window, 'noteShift');
  const observer = new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) {
      if (!isShift(shift) || shift.hadRecentInput || typeof note !== 'function') continue;
      const moved = shift.sources.map(({ node, previousRect: from, currentRect: to }) => {
        const words = node?.textContent?.trim().slice(0, 40) ?? '';
        return `“${words}” from ${from.x},${from.y} to ${to.x},${to.y}`;
      });
      note(`${shift.value} ${moved.join('; ')}`);
    }
  });
  observer.observe({ type: 'layout-shift', buffered: true });
}
