import type { RegisterCompany } from '../company/register-company.ts';
import { AppError } from '../errors.ts';
import type { IsoDateTime } from '../time.ts';
import type { MergeableAnswer } from './merge-source-answers.ts';

/** Turns a register row into facts, events and the evidence for them; unknown columns give no fact. */
export function describeRegisterCompany(row: RegisterCompany, fetchedAt: IsoDateTime): MergeableAnswer {
  throw new AppError('internal', `describing is not built yet (${row.companyNumber}, ${fetchedAt})`);
}
