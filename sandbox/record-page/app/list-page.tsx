/** All records of one type: search, the key properties with the score, a selection for bulk actions, creation. */
import { useDeferredValue, useState } from 'react';
import { Glyph } from '../components/glyph.tsx';
import { Pages } from '../components/tables.tsx';
import { BulkActions } from './bulk-actions.tsx';
import { readRecords } from './control-api.ts';
import { CreateRecord } from './create-record.tsx';
import { InstallOffer } from './install-offer.tsx';
import { useLiveEvents } from './live-events.ts';
import { type ObjectType, objectTypes } from './object-types.ts';
import { usePortal } from './portal-context.ts';
import { RecordsTable } from './records-table.tsx';
import { Empty, Failed } from './states.tsx';
import { useLoaded } from './use-loaded.ts';

const pageSize = 25;

export function ListPage({ objectType }: { readonly objectType: ObjectType }) {
  const { portal } = usePortal();
  const [search, setSearch] = useState('');
  const [page, setPage] = useState(1);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [isCreating, setCreating] = useState(false);
  const query = { search: useDeferredValue(search), limit: pageSize, offset: (page - 1) * pageSize };
  const records = useLoaded(`list ${portal.id} ${objectType} ${JSON.stringify(query)}`, () =>
    readRecords(portal.id, objectType, query),
  );
  useLiveEvents((event) => {
    if (event.portalId === portal.id && event.objectType === objectType) void records.reload();
  });
  const words = objectTypes[objectType];
  const pageCount = Math.max(1, Math.ceil((records.data?.total ?? 0) / pageSize));

  return (
    <div className="list-page">
      <InstallOffer />
      <div className="list-head">
        <h1>{words.label}</h1>
        <span className="count">
          {records.data ? `${records.data.total} ${records.data.total === 1 ? 'record' : 'records'}` : ' '}
        </span>
        <label className="search">
          <Glyph name="search" size={15} />
          <input
            type="search"
            className="control"
            placeholder={`Search ${words.label.toLowerCase()}`}
            aria-label={`Search ${words.label.toLowerCase()}`}
            value={search}
            onChange={(event) => {
              setSearch(event.target.value);
              setPage(1);
            }}
          />
        </label>
        <button type="button" className="button primary" onClick={() => setCreating(true)}>
          <Glyph name="add" /> Create {words.singular}
        </button>
      </div>
      <BulkActions objectType={objectType} selected={selected} onClear={() => setSelected(new Set())} />
      {records.error && !records.data && (
        <Failed title="The list could not be read" message={records.error} onRetry={records.reload} />
      )}
      {records.data?.records.length === 0 && (
        <Empty
          drawing={objectType}
          title={search ? `No ${words.label.toLowerCase()} match “${search}”` : `No ${words.label.toLowerCase()} yet`}
          message={search ? 'Try fewer letters or another word.' : `Create a ${words.singular} to start.`}
        />
      )}
      {(!records.data || records.data.records.length > 0) && !records.error && (
        <RecordsTable
          objectType={objectType}
          rows={records.data?.records}
          definitions={records.data?.definitions ?? []}
          selected={selected}
          onSelect={setSelected}
        />
      )}
      {pageCount > 1 && <Pages count={pageCount} page={page} onChange={setPage} />}
      {isCreating && <CreateRecord objectType={objectType} onClose={() => setCreating(false)} />}
    </div>
  );
}
