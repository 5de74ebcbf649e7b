import { describe, expect, it } from 'vitest';
import { askAhead } from '../../../backend/src/use-cases/bulk/ask-ahead.ts';

type Input = Parameters<typeof askAhead>;

const SCOPES = ['contacts', 'deals'].flatMap((type) => [`crm.objects.${type}.read`, `crm.objects.${type}.write`]);

/** What was asked for contacts of which none was enriched before, unless told otherwise. */
async function asked(given: { isKnown?: boolean; deal?: boolean; scopes?: readonly string[]; fails?: boolean } = {}) {
  const questions: string[] = [];
  const answer = async (question: string) => {
    questions.push(question);
    if (given.fails) throw new Error('HubSpot is away');
    return true;
  };
  const deps = {
    crm: { readDealPipelines: () => answer('pipelines') },
    automationCrm: { keepsKeys: (_session: unknown, type: string) => answer(`key of ${type}`) },
  };
  const settings = { automation: { task: { enabled: true }, deal: { enabled: given.deal ?? true } } };
  const contexts = [{ memory: given.isKnown ? {} : undefined, settings, request: { objectType: 'contacts' } }];
  const installation = { authKind: 'oauth', scopes: given.scopes ?? SCOPES };
  await askAhead(...([deps, {}, installation, contexts] as unknown as Input));
  return questions;
}

describe('what automation needs to know once a run', () => {
  it('is asked before the first record needs it', async () => {
    expect(await asked()).toEqual(['key of tasks', 'key of deals', 'pipelines']);
  });

  it('is not asked for what is switched off, or not allowed', async () => {
    expect(await asked({ deal: false })).toEqual(['key of tasks']);
    expect(await asked({ scopes: SCOPES.filter((scope) => !scope.includes('deals')) })).toEqual(['key of tasks']);
  });

  it('is not asked for records that were all enriched before', async () => {
    expect(await asked({ isKnown: true })).toEqual([]);
  });

  it('is asked again by who needs it when that failed', async () => {
    await expect(asked({ fails: true })).resolves.toHaveLength(3);
  });
});
