import type { Enrichment } from '../enrichment/enrichment.ts';
import { automationMarker } from './automation.ts';

/** What a deal is written from. */
export interface DealDraftInput {
  readonly enrichment: Pick<Enrichment, 'score' | 'nextActions'>;
  readonly key: string;
  readonly companyName: string | null;
  /** Values of the contact; both null for a company. */
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly pipelineId: string;
  readonly stageId: string;
  readonly ownerId: string | null;
}

/** Writes the deal's properties; the name is "Company – First Last" with what is known of it. */
export function draftDeal(input: DealDraftInput): Readonly<Record<string, string>> {
  const { enrichment, key, ownerId } = input;
  const lines = [
    `Score ${enrichment.score?.total ?? 'unknown'} of 100`,
    ...enrichment.nextActions.map(({ text }) => text),
    `Made by oppSpot ${automationMarker(key)}`,
  ];
  return {
    dealname: nameDeal(input),
    pipeline: input.pipelineId,
    dealstage: input.stageId,
    description: lines.join('\n'),
    ...(ownerId === null ? {} : { hubspot_owner_id: ownerId }),
  };
}

/** Some accounts hold these words as names, left by broken imports; they never become part of one. */
const NO_NAME = new Set(['', 'undefined', 'null', 'nan', 'n/a', 'none', 'unknown']);

function nameDeal({ companyName, firstName, lastName }: DealDraftInput): string {
  const known = (text: string | null): readonly string[] => {
    const name = text?.replace(/\s+/g, ' ').trim() ?? '';
    return NO_NAME.has(name.toLowerCase()) ? [] : [name];
  };
  const person = [...known(firstName), ...known(lastName)].join(' ');
  const parts = [...known(companyName), ...(person === '' ? [] : [person])];
  return parts.length === 0 ? 'New lead' : parts.join(' – ');
}
