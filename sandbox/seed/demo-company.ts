import type { Activity } from './demo-activity.ts';

/** What the demo's register says of an invented company; the defaults are those of a company in good order. */
export interface RegisterEntry {
  /** 999xxxxx: such numbers were never issued. */
  readonly number: string;
  readonly name: string;
  readonly line1: string;
  readonly town: string;
  readonly postcode: string;
  readonly sic: readonly string[];
  /** Years since incorporation. */
  readonly years: number;
  /** Accounts category as the bulk file writes it. */
  readonly accounts: string;
  /** Default `Active`. */
  readonly status?: string;
  /** Days until the next accounts are due, negative when overdue. Default 150. */
  readonly accountsDueInDays?: number;
  /** Days until the next confirmation statement is due, negative when overdue. Default 90. */
  readonly confirmationDueInDays?: number;
  /** Outstanding charges. Default 0. */
  readonly charges?: number;
  readonly dissolvedDaysAgo?: number;
  readonly previousNames?: readonly { readonly name: string; readonly daysAgo: number }[];
  /** How it stood before the second (1) or third (2) of the demo's monthly snapshots. */
  readonly before?: readonly { readonly snapshot: 1 | 2; readonly was: EarlierFacts }[];
}

/** Facts that a snapshot can show to have changed. */
export type EarlierFacts = Partial<
  Pick<RegisterEntry, 'name' | 'status' | 'accounts' | 'charges' | 'sic' | 'line1' | 'town' | 'postcode'>
>;

/** A company of the demo portal as sales people keep it. */
export interface CrmCompany {
  readonly key: string;
  readonly owner?: 'rowan' | 'imogen';
  readonly activity?: Activity;
  readonly properties: Readonly<Record<string, string>>;
}

/** An invented company: in the portal, on the register, or both. */
export interface DemoCompany {
  readonly crm?: CrmCompany;
  readonly register?: readonly RegisterEntry[];
}

/** An invented company whose record in the portal has the register's own name and place. */
export function registeredCompany(
  crm: Omit<CrmCompany, 'properties'> & { readonly name: string; readonly industry?: string; readonly stage?: string },
  entry: RegisterEntry,
): DemoCompany {
  const { name, industry, stage = 'lead', ...rest } = crm;
  const properties = {
    name,
    domain: `${crm.key}.example`,
    city: titleCase(entry.town),
    zip: entry.postcode,
    lifecyclestage: stage,
    ...(industry === undefined ? {} : { industry }),
  };
  return { crm: { ...rest, properties }, register: [entry] };
}

function titleCase(town: string): string {
  return town.toLowerCase().replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
}
