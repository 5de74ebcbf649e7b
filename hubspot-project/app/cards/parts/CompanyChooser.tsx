import { Button, Flex, LoadingSpinner, SearchInput, Text, ToggleGroup, useDebounce } from '@hubspot/ui-extensions';
import { useEffect, useRef, useState } from 'react';
import type { Answer } from '../../../contract/client.ts';
import type { CompaniesAnswer } from '../../../contract/requests.ts';
import { type Display, useDisplay } from '../words/display.ts';
import { formatShare } from '../words/format.ts';
import { humanise } from '../words/labels.ts';

type Candidate = CompaniesAnswer['companies'][number];

const SEARCH_AFTER_MS = 300;
/** One letter finds everything. */
const MIN_LETTERS = 2;

interface CompanyChooserProps {
  readonly candidates: readonly Candidate[];
  /** The company that is taken at present; it is no alternative to itself. */
  readonly currentId: string | null;
  readonly find: (query: string) => Promise<Answer<CompaniesAnswer>>;
  readonly onChoose: (companyId: string) => void;
  readonly onCancel?: (() => void) | undefined;
  readonly isBusy: boolean;
}

/** Lets a person say which company is meant: the likely ones first, any other by search. */
export function CompanyChooser({ candidates, currentId, find, onChoose, onCancel, isBusy }: CompanyChooserProps) {
  const display = useDisplay();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const search = useCompanySearch(query, find);
  const offered = (search.kind === 'found' ? search.companies : candidates).filter(({ id }) => id !== currentId);
  const choice = offered.find(({ id }) => id === chosen);
  return (
    <Flex direction="column" gap="small">
      <SearchInput
        label="Search the register"
        name="company-search"
        placeholder="Name or register number"
        value={query}
        onInput={setQuery}
        onChange={setQuery}
        clearable
      />
      {search.kind === 'searching' && <LoadingSpinner label="Searching" showLabel />}
      {search.kind === 'failed' && <Text>{search.message}</Text>}
      {search.kind === 'found' && offered.length === 0 && (
        <Text>No company has this name or number. Try fewer words.</Text>
      )}
      {offered.length > 0 && (
        <ToggleGroup
          toggleType="radioButtonList"
          name="company"
          label={search.kind === 'found' ? 'Companies found' : 'Companies that could be meant'}
          value={choice?.id ?? ''}
          onChange={setChosen}
          options={offered.map((company) => ({
            value: company.id,
            label: company.name,
            description: describe(display, company),
          }))}
        />
      )}
      {(offered.length > 0 || onCancel) && (
        <Flex direction="row" gap="small" wrap>
          {offered.length > 0 && (
            <Button variant="primary" disabled={!choice || isBusy} onClick={() => choice && onChoose(choice.id)}>
              Use this company
            </Button>
          )}
          {onCancel && <Button onClick={onCancel}>Keep the current one</Button>}
        </Flex>
      )}
    </Flex>
  );
}

function describe(display: Display, company: Candidate): string {
  const place = [company.town, company.postcode].find((part) => typeof part === 'string' && part !== '');
  const facts = [
    company.companyNumber && `No. ${company.companyNumber}`,
    company.status && humanise(company.status),
    typeof place === 'string' && place,
    `${formatShare(display, company.confidence)} likely${company.reasons.length > 0 ? `: ${company.reasons.join(', ')}` : ''}`,
  ];
  return facts.filter(Boolean).join(' · ');
}

type Search =
  | { readonly kind: 'none' | 'searching' }
  | { readonly kind: 'found'; readonly companies: readonly Candidate[] }
  | { readonly kind: 'failed'; readonly message: string };

function useCompanySearch(query: string, find: CompanyChooserProps['find']): Search {
  const [search, setSearch] = useState<Search>({ kind: 'none' });
  const wanted = useDebounce(query.trim(), SEARCH_AFTER_MS);
  const latestFind = useRef(find);
  latestFind.current = find;
  useEffect(() => {
    let isLate = false;
    setSearch({ kind: wanted.length < MIN_LETTERS ? 'none' : 'searching' });
    if (wanted.length >= MIN_LETTERS)
      void latestFind.current(wanted).then((answer) => {
        if (isLate) return;
        if (answer.kind === 'ok') return setSearch({ kind: 'found', companies: answer.value.companies });
        setSearch({ kind: 'failed', message: answer.kind === 'refused' ? answer.error.message : answer.message });
      });
    return () => {
      isLate = true;
    };
  }, [wanted]);
  return search;
}
