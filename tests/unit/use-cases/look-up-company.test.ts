import { describe, expect, it } from 'vitest';
import type { CompanyIdentity } from '../../../backend/src/domain/company/company.ts';
import type { CompanyRegister } from '../../../backend/src/ports/company-register.ts';
import { lookUpAhead } from '../../../backend/src/use-cases/enrichment-run/look-up-company.ts';
import { registerCompany } from '../domain/builders.ts';

const NAMED = registerCompany({ companyNumber: '01234567', name: 'ACME WIDGETS LIMITED' });
const OTHER = registerCompany({ companyNumber: '07654321', name: 'ACME GROUP LIMITED' });
const REMEMBERED: CompanyIdentity = { name: 'Acme Widgets', domain: 'acme.example' };

interface Memory {
  readonly identity: CompanyIdentity | null;
  readonly acceptedBy: 'auto' | 'person' | null;
  readonly companyNumber: string | null;
}

function scene(input: { memory?: Memory; companyOfDomain?: string; fails?: boolean } = {}) {
  const asked: CompanyIdentity[] = [];
  const register: CompanyRegister = {
    async findCandidates(identity) {
      asked.push(identity);
      if (input.fails) throw new Error('the register is down');
      return [NAMED];
    },
    readCompany: async (number) => [NAMED, OTHER].find(({ companyNumber }) => companyNumber === number),
    readState: async () => ({ companies: 2, snapshotOn: null }),
  };
  const enrichments = {
    findCompanyByDomain: async () =>
      input.companyOfDomain === undefined
        ? undefined
        : ({ companyNumber: input.companyOfDomain, toldBy: 'person' } as const),
  };
  const context = { request: { companyId: null }, memory: input.memory };
  const lookUp = lookUpAhead({ register, enrichments }, { installation: { organizationId: 'a-tenant' }, context });
  return { asked, lookUp };
}

const seenBefore: Memory = { identity: REMEMBERED, acceptedBy: 'auto', companyNumber: '01234567' };

describe('looking a company up', () => {
  it('has begun with what the record said last time, and does not ask again when it still says so', async () => {
    const { asked, lookUp } = scene({ memory: seenBefore });
    expect(asked).toEqual([REMEMBERED]);
    const found = await lookUp({ ...REMEMBERED });
    expect(found.candidates).toEqual([NAMED]);
    expect(asked).toHaveLength(1);
  });

  it('asks anew when the record says something else by now', async () => {
    const { asked, lookUp } = scene({ memory: seenBefore });
    const renamed = { ...REMEMBERED, name: 'Acme Gadgets' };
    await lookUp(renamed);
    expect(asked).toEqual([REMEMBERED, renamed]);
  });

  it('lets a look-up that was begun in vain fail unseen, and one that is asked for fail for who asks', async () => {
    const { lookUp } = scene({ memory: seenBefore, fails: true });
    await expect(lookUp(REMEMBERED)).rejects.toThrow('the register is down');
  });

  it('adds the company that is known for the domain when its name is not among the candidates', async () => {
    const { lookUp } = scene({ companyOfDomain: '07654321' });
    const found = await lookUp(REMEMBERED);
    expect(found.known).toEqual({ number: '07654321', by: 'domain' });
    expect(found.candidates).toEqual([OTHER, NAMED]);
  });

  it('looks for the company that a person chose, whatever is known of the domain', async () => {
    const chosen: Memory = { identity: null, acceptedBy: 'person', companyNumber: '01234567' };
    const { asked, lookUp } = scene({ memory: chosen, companyOfDomain: '07654321' });
    const found = await lookUp(REMEMBERED);
    expect(found.known).toEqual({ number: '01234567', by: 'person' });
    expect(asked).toEqual([{ ...REMEMBERED, companyNumber: '01234567' }]);
  });
});
