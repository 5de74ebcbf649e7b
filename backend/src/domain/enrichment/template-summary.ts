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
  const number = companyNumber ? ` (company number ${companyNumber.value})` : '';
  const since = incorporatedOn ? `, incorporated on ${dayInWords(incorporatedOn.value)}` : '';
  const office = town ? `, with its registered office in ${inTitleCase(town)}` : '';
  const kind = kindInWords(companyCategory?.value, status?.value);
  const used = [name, companyNumber, companyCategory, status, incorporatedOn, town ? registeredOffice : undefined];
  return { text: `${name.value}${number} is ${kind}${since}${office}.`, evidence: evidenceOf(used) };
}

/** `an active private limited company`, `a private limited company with the status Liquidation`, `on the register`. */
function kindInWords(category: string | undefined, status: string | undefined): string {
  if (category === undefined)
    return status === undefined ? 'on the register' : `on the register with the status ${status}`;
  // Words in capitals or with signs are the register's own abbreviations: they stay as they are.
  const kind = /^[A-Za-z ]+$/.test(category) && category !== category.toUpperCase() ? category.toLowerCase() : category;
  if (status === 'Active') return `an active ${kind}`;
  const article = /^[aeiou]/i.test(kind) ? 'an' : 'a';
  return status === undefined ? `${article} ${kind}` : `${article} ${kind} with the status ${status}`;
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
    const day = dayInWords(signal.occurredAt);
    const dated = signal.text.includes(day) ? signal.text : `${signal.text} (${day})`;
    return [{ text: `Strongest signal: ${dated}.`, evidence: signal.evidence }];
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

function inTitleCase(text: string): string {
  return findTransform('title_case')?.(text) ?? text;
}
