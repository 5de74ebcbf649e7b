import type { CompanyFacts, Known } from '../company/company-facts.ts';
import { dayInWords } from '../days.ts';
import { findTransform } from '../mapping/transforms.ts';
import type { Score, ScoreGate } from '../scoring/score.ts';
import type { Signal } from '../signals/signal.ts';
import type { Summary } from './enrichment.ts';

/** What the template words. */
export interface TemplateSummaryInput {
  readonly facts: CompanyFacts;
  /** Live signals, largest weight first. */
  readonly signals: readonly Signal[];
  readonly score: Pick<Score, 'gates'>;
}

interface Sentence {
  readonly text: string;
  readonly evidence: readonly string[];
}

/**
 * Writes two or three factual sentences without a model, each resting on the evidence of the facts it names.
 *
 * What nobody knows is said to be unknown, never filled in.
 */
export function writeTemplateSummary({ facts, signals, score }: TemplateSummaryInput): Summary {
  const identity = identitySentence(facts);
  if (identity === null)
    return { text: 'The sources asked gave no facts about this company.', source: 'template', evidence: [] };
  const sentences = [identity, ...activitySentence(facts), ...closingSentence(facts, signals, score.gates)];
  const evidence = [...new Set(sentences.flatMap((sentence) => sentence.evidence))];
  return { text: sentences.map(({ text }) => text).join(' '), source: 'template', evidence };
}

function identitySentence(facts: CompanyFacts): Sentence | null {
  const { name, companyNumber, companyCategory, status, incorporatedOn, registeredOffice } = facts;
  if (name === undefined) return null;
  const town = registeredOffice?.value.town;
  const parts = [
    companyCategory ? `is registered as ${companyCategory.value}` : 'is on the register',
    status && `has the status ${status.value}`,
    incorporatedOn && `was incorporated on ${dayInWords(incorporatedOn.value)}`,
    town && `has its registered office in ${inTitleCase(town)}`,
  ].filter((part) => part !== undefined && part !== null && part !== '');
  const number = companyNumber ? ` (company number ${companyNumber.value})` : '';
  const used = [name, companyNumber, companyCategory, status, incorporatedOn, town ? registeredOffice : undefined];
  return { text: `${name.value}${number} ${inWords(parts)}.`, evidence: evidenceOf(used) };
}

function activitySentence({ sicCodes, accountsCategory }: CompanyFacts): readonly Sentence[] {
  const first = sicCodes?.value[0];
  const activity = first && `Its registered activity is ${first.description} (SIC ${first.code})`;
  const accounts = accountsCategory && `its accounts category is ${accountsCategory.value}`;
  if (!activity && !accounts) return [];
  const text = activity ? [activity, accounts].filter(Boolean).join('; ') : `Its${accounts?.slice(3)}`;
  return [{ text: `${text}.`, evidence: evidenceOf([activity ? sicCodes : undefined, accountsCategory]) }];
}

/** What holds the score back, else the strongest signal, else what a seller would ask next and nobody knows. */
function closingSentence(
  facts: CompanyFacts,
  signals: readonly Signal[],
  gates: readonly ScoreGate[],
): readonly Sentence[] {
  const caps = gates.filter(({ name }) => !name.startsWith('icp_')).map(({ name }) => name.replaceAll('_', ' '));
  if (caps.length > 0) {
    const evidence = evidenceOf([facts.status, facts.dissolvedOn, facts.accountsCategory, facts.sicCodes]);
    return [{ text: `Its score is capped because of: ${caps.join(', ')}.`, evidence }];
  }
  const [signal] = signals;
  if (signal !== undefined) {
    return [
      { text: `Strongest signal (${dayInWords(signal.occurredAt)}): ${signal.text}.`, evidence: signal.evidence },
    ];
  }
  const unknown = [
    ...(facts.turnoverGbp ? [] : ['turnover']),
    ...(facts.netAssetsGbp ? [] : ['net assets']),
    ...(facts.employees ? [] : ['number of employees']),
  ];
  if (unknown.length === 0) return [];
  return [{ text: `Not known from the sources asked: ${unknown.join(', ')}.`, evidence: evidenceOf([facts.name]) }];
}

function evidenceOf(facts: readonly (Known<unknown> | undefined)[]): readonly string[] {
  return [...new Set(facts.flatMap((fact) => fact?.evidence ?? []))];
}

function inWords(parts: readonly unknown[]): string {
  const texts = parts.map(String);
  const last = texts.at(-1) ?? '';
  return texts.length < 2 ? last : `${texts.slice(0, -1).join(', ')} and ${last}`;
}

function inTitleCase(text: string): string {
  return findTransform('title_case')?.(text) ?? text;
}
