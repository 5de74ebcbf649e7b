/** Renders a settings or app page with a backend that the test answers for. */
import { Button, LoadingButton } from '@hubspot/ui-extensions';
import { createRenderer, type RenderedChildNode, type RenderedRootNode } from '@hubspot/ui-extensions/testing';
import type { ReactElement } from 'react';
import { vi } from 'vitest';
import { defaultPortalSettings } from '../../backend/src/domain/portal/default-settings.ts';
import { settingsSchema } from '../../hubspot-project/contract/index.ts';
import { ORIGIN, type Sent } from './card-stand.tsx';

/** Settings of an account whose admin changed nothing but what the test says. */
export const buildSettings = (over: Readonly<Record<string, unknown>> = {}) =>
  settingsSchema.parse({ ...defaultPortalSettings(), ...over });

/** As `GET /settings` answers an admin. */
export const buildSettingsAnswer = (over: Readonly<Record<string, unknown>> = {}) => ({
  settings: buildSettings(over),
  access: { isAdmin: true, reason: null },
});

/** An ideal customer, so that the page is not in its set-up. */
export const SOME_ICP = { criteria: [{ field: 'industry', rule: 'must', values: ['J'] }] };

const SPEAKING_PROPS = [
  'title',
  'label',
  'description',
  'valueDescription',
  'number',
  'validationMessage',
  'stepNames',
];

/** Puts a page on the screen, an app page at its path; each `hubspot.fetch` waits in `sent` for its answer. */
export function placePage(location: 'settings' | 'pages', page: ReactElement, path = '/') {
  const sent: (Sent & { readonly answerText: (text: string) => void })[] = [];
  const hsFetch = (url: string, { method = 'GET', body }: { method?: string; body?: Record<string, unknown> }) =>
    new Promise<Response>((resolve, reject) => {
      sent.push({
        method,
        path: url.replace(`${ORIGIN}/api/hubspot`, ''),
        body,
        answer: (answer, status = 200) => resolve(new Response(JSON.stringify(answer), { status })),
        answerText: (answer) => resolve(new Response(answer)),
        breakOff: () => reject(new Error('connection reset')),
      });
    });
  Object.assign(globalThis, { self: globalThis, hsFetch });
  const renderer = createRenderer(location);
  renderer.mocks.context.variables = { BACKEND_ORIGIN: ORIGIN };
  renderer.mocks.context.user.locale = 'en-gb';
  renderer.mocks.context.portal = { id: 77, timezone: 'Europe/London' };
  if (path !== '/') renderer.mocks.setPageLocation({ path, params: {} });
  renderer.render(page);
  const until = <T,>(check: () => T) => vi.waitFor(check, { interval: 1 });
  const text = () => textOf(renderer.getRootNode());
  return {
    ...renderer,
    sent,
    text,
    until,
    /** Waits until the page asks this for the nth time, counted from 1. */
    asked: (method: string, path: string, nth = 1) =>
      until(() => {
        const found = sent.filter((one) => one.method === method && one.path.startsWith(path))[nth - 1];
        if (!found)
          throw new Error(`${method} ${path} was not asked ${nth} times, but: ${sent.map((one) => one.path)}`);
        return found;
      }),
    click: async (words: string) => {
      const button = await until(() => {
        const found = [...renderer.findAll(Button), ...renderer.findAll(LoadingButton)].find(
          (one) => one.text === words,
        );
        if (!found) throw new Error(`no button "${words}" in: ${text()}`);
        return found;
      });
      button.trigger('onClick');
    },
  };
}

function textOf(node: RenderedRootNode | RenderedChildNode): string {
  if (!('childNodes' in node)) return node.text;
  const props = 'props' in node ? Object.entries(node.props) : [];
  const spoken = SPEAKING_PROPS.map((name) => props.find(([key]) => key === name)?.[1]);
  const said = [...spoken.filter((value) => value !== undefined), ...node.childNodes.map(textOf)];
  return said.join(' ').replace(/\s+/g, ' ').trim();
}
