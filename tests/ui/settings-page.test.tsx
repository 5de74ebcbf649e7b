import { Checkbox, Input, LoadingButton, NumberInput, Select, Tab, Tabs, Toggle } from '@hubspot/ui-extensions';
import { describe, expect, test } from 'vitest';
import { SettingsPage } from '../../hubspot-project/app/settings/SettingsPage.tsx';
import { buildSettings, buildSettingsAnswer, placePage, SOME_ICP } from './page-stand.tsx';

const REASON = 'Only the person who installed oppSpot may change settings.';

async function openSettings(answer: object = buildSettingsAnswer({ icp: SOME_ICP })) {
  const page = placePage('settings', <SettingsPage />);
  (await page.asked('GET', '/settings')).answer(answer);
  const open = async (tab: string) => {
    const tabs = await page.until(() => page.findAll(Tabs)[0] ?? missing('tabs'));
    tabs.trigger('onSelectedChange', tab as never);
  };
  const number = (name: string) =>
    page.until(() => page.findAll(NumberInput).find(({ props }) => props.name === name) ?? missing(name));
  const titles = () => page.findAll(Tab).map(({ props }) => props.title);
  return { ...page, open, number, titles };
}

function missing(what: string): never {
  throw new Error(`there is no ${what}`);
}

describe('saving', () => {
  test('nothing asks to be saved while nothing is changed', async () => {
    const page = await openSettings();
    await page.open('scoring');
    await page.number('scoring.weights.growth');

    expect(page.text()).not.toContain('Not saved yet');
    expect(page.titles()).toContain('Scoring');
  });

  test('a change is called unsaved until all settings were stored at once', async () => {
    const page = await openSettings();
    await page.open('scoring');
    (await page.number('scoring.weights.growth')).trigger('onChange', 30 as never);
    (await page.number('scoring.weights.financial')).trigger('onChange', 25 as never);
    await page.until(() =>
      expect(page.text()).toContain('Changed: scoring. Leaving this page loses what is not saved.'),
    );
    expect(page.titles()).toContain('Scoring •');

    await page.click('Save settings');
    const saved = await page.asked('PUT', '/settings');
    const weights = { financial: 0.25, growth: 0.3, engagement: 0.15, fit: 0.3 };
    const settings = buildSettings({ icp: SOME_ICP, scoring: { weights, coverageFloor: 0.35 } });
    expect(saved.body).toEqual({ settings });
    saved.answer({ settings, access: { isAdmin: true, reason: null } });

    await page.until(() => expect(page.text()).not.toContain('Not saved yet'));
    expect(page.mocks.actions.addAlert.callCount).toBe(1);
  });

  test('discarding goes back to what is stored', async () => {
    const page = await openSettings();
    await page.open('scoring');
    (await page.number('scoring.weights.growth')).trigger('onChange', 60 as never);
    await page.until(() => expect(page.text()).toContain('The four weights make 135%'));

    await page.click('Discard changes');

    await page.until(() => expect(page.text()).not.toContain('Not saved yet'));
    expect((await page.number('scoring.weights.growth')).props.value).toBe(25);
  });

  test('what was refused is shown at its field and tab, and forgotten once that field is another', async () => {
    const page = await openSettings();
    await page.open('privacy');
    (await page.number('retentionDays')).trigger('onChange', 40 as never);
    await page.click('Save settings');
    const fields = [{ field: 'retentionDays', message: 'must be between 30 and 3650' }];
    const error = { code: 'invalid_input', message: 'Not saved.', requestId: 'r1', details: { fields } };
    (await page.asked('PUT', '/settings')).answer({ error }, 422);

    await page.until(() => expect(page.text()).toContain('Look under Privacy and access.'));
    expect(page.titles()).toContain('Privacy and access !');
    expect((await page.number('retentionDays')).props).toMatchObject({
      error: true,
      validationMessage: 'Must be between 30 and 3650.',
      value: 40,
    });

    (await page.number('retentionDays')).trigger('onChange', 90 as never);
    await page.until(() => expect(page.titles()).toContain('Privacy and access •'));
    expect((await page.number('retentionDays')).props.error).toBeUndefined();
  });

  test('a save that did not get through keeps what was typed and can be tried again', async () => {
    const page = await openSettings();
    await page.open('privacy');
    (await page.number('retentionDays')).trigger('onChange', 60 as never);
    await page.click('Save settings');
    (await page.asked('PUT', '/settings')).breakOff();

    await page.until(() => expect(page.text()).toContain('oppSpot cannot be reached'));
    expect((await page.number('retentionDays')).props.value).toBe(60);
    await page.click('Save settings');
    expect((await page.asked('PUT', '/settings', 2)).body).toMatchObject({ settings: { retentionDays: 60 } });
  });
});

test('somebody who is no admin reads everything, changes nothing, and learns why', async () => {
  const { settings } = buildSettingsAnswer();
  const page = await openSettings({ settings, access: { isAdmin: false, reason: REASON } });
  await page.until(() => expect(page.text()).toContain(REASON));

  await page.open('sources');
  const toggles = await page.until(() => {
    const found = page.findAll(Toggle);
    return found.length > 0 ? found : missing('toggles');
  });
  expect(toggles.every(({ props }) => props.readonly === true)).toBe(true);
  await page.open('privacy');
  await page.number('retentionDays');
  const inputs = [...page.findAll(NumberInput), ...page.findAll(Input)];
  expect(inputs.every(({ props }) => props.readOnly === true)).toBe(true);
  expect(page.text()).not.toContain('Save settings');
});

test('a new account is led from its ideal customer over its fields to its first record', async () => {
  const page = await openSettings(buildSettingsAnswer());
  await page.until(() => expect(page.text()).toContain('Who is your ideal customer?'));
  expect(page.findAll(LoadingButton).find(({ text }) => text === 'Save and go on')?.props.disabled).toBe(true);

  await page.click('Add a criterion');
  const codes = await page.until(() => page.findAll(Input)[0] ?? missing('input'));
  codes.trigger('onChange', '62, 63' as never);
  await page.click('Save and go on');
  const saved = await page.asked('PUT', '/settings');
  const icp = { criteria: [{ field: 'industry', rule: 'should', values: ['62', '63'] }] };
  expect(saved.body).toMatchObject({ settings: { icp } });
  saved.answer(buildSettingsAnswer({ icp }));

  await page.until(() => expect(page.text()).toContain('Which properties may oppSpot fill?'));
  await page.click('Save and go on');
  await page.until(() => expect(page.text()).toContain('Enrich your first record'));
  await page.click('Finish');
  await page.until(() => expect(page.titles()).toContain('Privacy and access'));
});

describe('a mapping', () => {
  const property = (name: string, label: string) => ({ name, label, type: 'string', readOnly: false });

  test('is offered only the properties that its value fits, asked for again when the value is another', async () => {
    const page = await openSettings();
    await page.open('fields');
    (await page.asked('GET', '/properties/companies')).answer({ properties: [property('oppspot_summary', 'Summary')] });
    await page.click('Add a field');
    const first = await page.asked('GET', '/properties/companies?source=companyName');
    first.answer({ properties: [property('legal_name', 'Legal name')] });
    const target = () =>
      page.until(
        () => page.findAll(Select).find(({ props }) => String(props.name).endsWith('.target')) ?? missing('target'),
      );
    await page.until(async () => expect((await target()).props.options).toHaveLength(1));

    const source = page.findAll(Select).find(({ props }) => String(props.name).endsWith('.source'));
    source?.trigger('onChange', 'incorporatedOn' as never);
    const second = await page.asked('GET', '/properties/companies?source=incorporatedOn');
    second.answer({ properties: [property('founded', 'Founded')] });

    await page.until(async () =>
      expect((await target()).props.options).toEqual([{ value: 'founded', label: 'Founded (founded)' }]),
    );
  });
});

test('disconnecting takes two clicks and ends with a receipt', async () => {
  const page = await openSettings();
  (await page.asked('GET', '/health')).answer(HEALTH);
  await page.until(() => expect(page.text()).toContain('HubSpot account 77'));

  page.findAll(Checkbox)[0]?.trigger('onChange', true as never);
  await page.click('Disconnect…');
  expect(page.sent.some(({ method }) => method === 'DELETE')).toBe(false);
  await page.until(() => expect(page.text()).toContain('Disconnect for good and remove the properties?'));
  await page.click('Disconnect now');

  const asked = await page.asked('DELETE', '/installation');
  expect(asked.body).toEqual({ removeProperties: true });
  asked.answer({ receipt: RECEIPT });
  await page.until(() => expect(page.text()).toContain('oppSpot is disconnected'));
  expect(page.text()).toContain('Companies: 2 properties removed');
});

const HEALTH = {
  connection: { status: 'connected', message: null, portalId: 77, installedAt: '2026-11-01T10:00:00.000Z' },
  scopes: { granted: ['oauth'], missing: [] },
  missingProperties: {},
  missingPropertiesUnknownBecause: null,
  register: { companies: 55, snapshotOn: '2026-11-01', reminder: null },
  queue: { ok: true, message: null },
  modelUsage: { day: '2026-11-23', calls: 0, tokens: 0, limit: null, costUsd: 0, pricesReadOn: '2026-11-01' },
  lastErrors: [],
  mayWrite: {},
  mayCreate: [],
  notes: [],
};

const RECEIPT = {
  portalId: 77,
  disconnectedAt: '2026-11-23T10:00:00.000Z',
  uninstalled: true,
  tokensRevoked: true,
  keyDestroyed: true,
  removedProperties: { companies: ['oppspot_score', 'oppspot_summary'] },
  problems: [],
};
