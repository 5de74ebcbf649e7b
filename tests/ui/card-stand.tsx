/** Renders the real card with a backend that the test answers for, request by request. */
import { Button } from '@hubspot/ui-extensions';
import { createRenderer, type RenderedChildNode, type RenderedRootNode } from '@hubspot/ui-extensions/testing';
import { vi } from 'vitest';
import { EnrichmentCard } from '../../hubspot-project/app/cards/EnrichmentCard.tsx';
import { buildRecord } from './builders.ts';

export const ORIGIN = 'https://smartsync.test.example';

/** One `hubspot.fetch` of the card. */
export interface Sent {
  readonly method: string;
  readonly path: string;
  readonly body: Readonly<Record<string, unknown>> | undefined;
  /** Answers with JSON. */
  readonly answer: (body: unknown, status?: number) => void;
  /** Breaks the connection. */
  readonly breakOff: () => void;
}

/** Answers with an error as the backend words it. */
export const refusal = (code: string, message: string, requestId = 'req-1') => ({
  error: { code, message, requestId },
});

interface FetchOptions {
  readonly method?: string;
  readonly body?: Record<string, unknown>;
}

/**
 * Puts the card on a record page.
 *
 * `hubspot.fetch` calls `self.hsFetch`, which HubSpot's worker defines; here each call waits in `sent` for its answer.
 */
export function placeCard(options: { location?: 'crm.record.tab' | 'crm.record.sidebar'; locale?: string } = {}) {
  const sent: Sent[] = [];
  const hsFetch = (url: string, { method = 'GET', body }: FetchOptions) =>
    new Promise<Response>((resolve, reject) => {
      sent.push({
        method,
        path: url.replace(ORIGIN, ''),
        body,
        answer: (answer, status = 200) => resolve(new Response(JSON.stringify(answer), { status })),
        breakOff: () => reject(new Error('connection reset')),
      });
    });
  Object.assign(globalThis, { self: globalThis, hsFetch });

  const renderer = createRenderer(options.location ?? 'crm.record.tab');
  renderer.mocks.context.variables = { BACKEND_ORIGIN: ORIGIN };
  renderer.mocks.context.crm = { objectId: 42, objectTypeId: '0-2' };
  renderer.mocks.context.user.locale = options.locale ?? 'en-gb';
  const show = () => renderer.render(<EnrichmentCard />);
  /** All text on the card, in order, one space between pieces. */
  const text = () => textOf(renderer.getRootNode());
  const until = <T,>(check: () => T) => vi.waitFor(check, { interval: 1 });
  return {
    ...renderer,
    sent,
    show,
    text,
    until,
    /** The request with this number, counted from 1, as soon as the card has sent it. */
    request: (number: number) => until(() => pick(sent, number)),
  };
}

/** A card on a record that was never enriched, with the button on it. */
export async function placeFreshCard() {
  const card = placeCard();
  card.show();
  (await card.request(1)).answer(buildRecord());
  await card.until(() => card.find(Button));
  return card;
}

/** The entry with this number, counted from 1; throws while there are fewer. */
export function pick<T>(list: readonly T[], number: number): T {
  const found = list[number - 1];
  if (!found) throw new Error(`only ${list.length} requests so far`);
  return found;
}

/** Components say things in props too. */
const SPEAKING_PROPS = ['title', 'label', 'valueDescription', 'score'];

export function textOf(node: RenderedRootNode | RenderedChildNode): string {
  if (!('childNodes' in node)) return node.text;
  const props = 'props' in node ? Object.entries(node.props) : [];
  const spoken = SPEAKING_PROPS.map((name) => props.find(([key]) => key === name)?.[1]);
  const said = [...spoken.filter((value) => value !== undefined), ...node.childNodes.map(textOf)];
  return said.join(' ').replace(/\s+/g, ' ').trim();
}
