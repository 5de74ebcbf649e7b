import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defaultPortalSettings } from '../../../backend/src/domain/portal/default-settings.ts';
import { type EnrichmentWire, enrichmentSchema } from '../../../hubspot-project/contract/index.ts';
import { ADMIN, PORTAL, REP, SEED, saveSettings, startWorld, type World } from './world.ts';

const TOKEN = 'pat-of-an-admin';
const [PORTAL_SEED, ...OTHERS] = SEED.portals;
const rep = { portalId: PORTAL, userId: REP };

let world: World;

beforeAll(async () => {
  const seed = { portals: [{ ...PORTAL_SEED, id: PORTAL, name: 'Hazel', privateApp: { token: TOKEN } }, ...OTHERS] };
  world = await startWorld({ seed: seed as typeof SEED });
});

afterAll(async () => {
  await world.stop();
});

async function amend(id: string, action: 'apply' | 'undo', properties?: readonly string[]): Promise<EnrichmentWire> {
  const body = JSON.stringify(properties ? { properties } : {});
  const response = await world.send(`/api/hubspot/enrichments/${id}/${action}`, rep, { method: 'POST', body });
  return z.object({ enrichment: enrichmentSchema }).parse(await response.json()).enrichment;
}

/** What an admin does in HubSpot's own settings. */
async function defineProperty(method: 'POST' | 'PATCH' | 'DELETE', name: string, body: object): Promise<void> {
  const path = `/crm/properties/2026-09/companies${method === 'POST' ? '' : `/${name}`}`;
  const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
  const json = method === 'DELETE' ? {} : { body: JSON.stringify(method === 'POST' ? { name, ...body } : body) };
  const response = await fetch(`${world.sandbox.url}${path}`, { method, headers, ...json });
  expect(response.ok).toBe(true);
}

const valuesOf = (changes: EnrichmentWire['changes'], property: string) =>
  changes.find((change) => change.property === property);

describe('undoing a part', () => {
  it('leaves the rest undoable, restores exactly, and ends when nothing is left', async () => {
    const before = await world.values('companies', 'kestrel');
    const run = await world.enrich('companies', 'kestrel');

    const first = await amend(run.id, 'undo', ['oppspot_summary']);
    expect(first.undo.undoneAt).toBeNull();
    expect(first.changes.map(({ property }) => property)).toContain('oppspot_score');
    expect(await world.values('companies', 'kestrel')).not.toHaveProperty('oppspot_summary');

    const rest = await amend(run.id, 'undo');
    const { hs_lastmodifieddate: _then, ...old } = before;
    expect(rest.undo.undoneAt).not.toBeNull();
    expect(await world.values('companies', 'kestrel')).toMatchObject(old);
    expect(Object.keys(await world.values('companies', 'kestrel')).filter((name) => /^oppspot/.test(name))).toEqual([]);
  });

  it('is refused in words after thirty days', async () => {
    const run = await world.enrich('companies', 'kestrel');
    await world.query(
      `UPDATE enrichments SET result = jsonb_set(result, '{undo,possibleUntil}', '"2026-01-01T00:00:00.000Z"') WHERE id = $1`,
      [run.id],
    );

    const response = await world.send(`/api/hubspot/enrichments/${run.id}/undo`, rep, { method: 'POST', body: '{}' });

    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ error: { message: expect.stringContaining('30 days') } });
  });
});

describe('a target that changed since the mapping was saved', () => {
  it('is kept and said, and everything else is written', async () => {
    const text = { label: 'Tier', type: 'string', fieldType: 'text', groupName: 'companyinformation' };
    await defineProperty('POST', 'tier', text);
    await defineProperty('POST', 'place', { ...text, label: 'Place' });
    const mapping = { policy: 'overwrite', respectHumanEdits: true, transform: null } as const;
    const companies = [
      ...defaultPortalSettings().fields.companies,
      { ...mapping, source: 'companyName', target: 'tier' },
      { ...mapping, source: 'town', target: 'place', transform: 'title_case' },
    ];
    const fields = { ...defaultPortalSettings().fields, companies };
    expect((await saveSettings(world, { fields })).status).toBe(200);
    await defineProperty('PATCH', 'tier', { type: 'number', fieldType: 'number' });

    const run = await world.enrich('companies', 'sinking');

    expect(valuesOf(run.changes, 'tier')).toMatchObject({
      decision: 'keep',
      reason: 'the property has changed: companyName is no number, but tier takes only numbers',
    });
    expect(await world.values('companies', 'sinking')).toMatchObject({
      oppspot_company_number: '99100002',
      place: 'Hull',
    });
    await saveSettings(world, {});
  });

  it('is offered only where it suits', async () => {
    const response = await world.send('/api/hubspot/properties/companies?source=score&transform=round', rep);
    const { properties } = z
      .object({ properties: z.array(z.object({ name: z.string(), type: z.string() })) })
      .parse(await response.json());

    expect(new Set(properties.map(({ type }) => type))).toEqual(new Set(['string', 'number']));
    expect(properties.map(({ name }) => name)).not.toContain('oppspot_enrichment_status');
  });
});

describe('the account’s own rules', () => {
  it('refuse by name what they concern, and the other fields are written', async () => {
    const rule = {
      kind: 'required-when',
      objectType: 'companies',
      property: 'phone',
      when: { property: 'oppspot_enrichment_status', values: ['enriched', 'insufficient_data'] },
    };
    await world.control(`/portals/${PORTAL}/write-rules`, 'PUT', { rules: [rule] });

    const run = await world.enrich('companies', 'bare');
    await world.control(`/portals/${PORTAL}/write-rules`, 'PUT', { rules: [] });

    expect(valuesOf(run.changes, 'oppspot_enrichment_status')).toMatchObject({
      written: false,
      reason: 'HubSpot refused it: phone is required (phone, MISSING_CONDITIONAL_REQUIRED_PROPERTY)',
    });
    expect(await world.values('companies', 'bare')).toMatchObject({ oppspot_company_number: '99100005' });
  });
});

describe('the daily limit', () => {
  it('binds when many ask at once, says when it goes on, and lets replays and a forgotten company through', async () => {
    const today = await world.query<{ count: string }>('SELECT count(*) FROM enrichments');
    await saveSettings(world, { limits: { recordsPerDay: Number(today[0]?.count) + 2, modelTokensPerDay: null } });
    const keys = ['ann', 'bob', 'loner', 'by-domain'];

    const answers = await Promise.all(
      keys.map((key) => world.post({ objectType: 'contacts', objectId: world.id(key), idempotencyKey: `cap-${key}` })),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429]);
    expect(answers.find(({ status }) => status === 429)?.body).toMatchObject({
      error: { code: 'daily_limit_reached', message: expect.stringContaining('00:00 UTC') },
    });
    const taken = keys.filter((_key, index) => answers[index]?.status === 200);
    const again = await world.post({
      objectType: 'contacts',
      objectId: world.id(taken[0] ?? ''),
      idempotencyKey: `cap-${taken[0]}`,
    });
    expect(again.status).toBe(200);
    const path = `/api/hubspot/records/companies/${world.id('sinking')}/forget-match`;
    expect((await world.send(path, rep, { method: 'POST', body: '' })).status).toBe(200);
    await saveSettings(world, {});
  });
});

describe('a change of settings', () => {
  it('is logged with who changed what from what to what, without an address', async () => {
    await saveSettings(world, {
      retentionDays: 60,
      suppression: { emails: ['jo@secret.example'], domains: [] },
    });

    const response = await world.send('/api/hubspot/activity?limit=1', { portalId: PORTAL, userId: ADMIN });
    const text = await response.text();

    expect(JSON.parse(text)).toMatchObject({
      items: [
        {
          kind: 'settings',
          message: expect.stringContaining(`user ${ADMIN}`),
          settingChanges: expect.arrayContaining([
            { setting: 'retentionDays', before: '365', after: '60' },
            { setting: 'suppression.emails', before: '0 entries', after: '1 entry' },
          ]),
        },
      ],
    });
    expect(text).not.toContain('secret.example');
    await saveSettings(world, {});
  });
});

describe('what is suppressed', () => {
  it('by the website of a contact’s company alone is not looked up', async () => {
    await world.edit('companies', 'kestrel', { website: 'https://www.hidden.example/about' });
    await world.enrich('contacts', 'ann', { refresh: true });
    await saveSettings(world, { suppression: { emails: [], domains: ['hidden.example'] } });

    const run = await world.enrich('contacts', 'ann', { refresh: true });

    expect(run).toMatchObject({ status: 'failed', error: { code: 'suppressed' }, sources: [] });
    expect((await world.enrich('contacts', 'ann')).error?.code).toBe('suppressed');
    await saveSettings(world, {});
  });
});

describe('what the app may write', () => {
  it('lists the status and the date too, and nothing that is never written', async () => {
    const [first, ...rest] = defaultPortalSettings().fields.companies;
    const companies = first ? [{ ...first, policy: 'never' as const }, ...rest] : rest;
    await saveSettings(world, { fields: { ...defaultPortalSettings().fields, companies } });

    const health = await (await world.send('/api/hubspot/health', rep)).json();
    await saveSettings(world, {});

    const { mayWrite } = z
      .object({ mayWrite: z.record(z.string(), z.array(z.object({ target: z.string() }))) })
      .parse(health);
    const targets = mayWrite.companies?.map(({ target }) => target) ?? [];
    expect(targets).toHaveLength(13);
    expect(targets).toEqual(expect.arrayContaining(['oppspot_enrichment_status', 'oppspot_last_enriched_at']));
    expect(targets).not.toContain('oppspot_summary');
  });
});
