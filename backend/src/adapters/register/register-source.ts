import { describeRegisterCompany } from '../../domain/evidence/describe-register-company.ts';
import type { Clock } from '../../ports/clock.ts';
import type { CompanyRegister } from '../../ports/company-register.ts';
import type { CompanySource } from '../../ports/company-source.ts';

/**
 * The register as a source of facts; a row that was read to identify the company is not read again. Our own table needs
 * no cache, so `refresh` changes nothing; a number that it does not hold is answered with undefined.
 */
export function makeRegisterSource(deps: { readonly register: CompanyRegister; readonly clock: Clock }): CompanySource {
  return {
    name: 'register',
    async collect({ companyNumber, registerRow, signal }) {
      signal.throwIfAborted();
      const row = registerRow ?? (await deps.register.readCompany(companyNumber));
      return row && { ...describeRegisterCompany(row, deps.clock.now().toISOString()), isCached: false };
    },
  };
}
