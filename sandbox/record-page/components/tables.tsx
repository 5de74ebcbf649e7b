/** Stand-ins for tables, with sorting and paging. */
import type { TableCellProps, TableElementProps, TableHeaderProps, TableProps } from '@hubspot/ui-extensions';
import type { CSSProperties } from 'react';
import { Glyph } from './glyph.tsx';

export function Table(props: TableProps) {
  const { bordered = true, flush = false, density = 'default', testId, children } = props;
  return (
    <div className={`c-table ${bordered ? 'bordered' : ''} ${flush ? 'flush' : ''} ${density}`} data-testid={testId}>
      <table>{children}</table>
      {props.paginated && <Pages count={props.pageCount} page={props.page ?? 1} onChange={props.onPageChange} />}
    </div>
  );
}

type PagesProps = { readonly count: number; readonly page: number; readonly onChange: (page: number) => void };

export function Pages({ count, page, onChange }: PagesProps) {
  return (
    <nav className="pages" aria-label="Pages">
      <button
        type="button"
        className="button transparent button-sm"
        disabled={page <= 1}
        onClick={() => onChange(page - 1)}
      >
        <Glyph name="left" size={13} /> Prev
      </button>
      <span>
        Page {page} of {Math.max(1, count)}
      </span>
      <button
        type="button"
        className="button transparent button-sm"
        disabled={page >= count}
        onClick={() => onChange(page + 1)}
      >
        Next <Glyph name="right" size={13} />
      </button>
    </nav>
  );
}

export const TableHead = ({ children }: TableElementProps) => <thead>{children}</thead>;
export const TableBody = ({ children }: TableElementProps) => <tbody>{children}</tbody>;
export const TableFooter = ({ children }: TableElementProps) => <tfoot>{children}</tfoot>;

export function TableRow({ testId, children }: TableElementProps) {
  return <tr data-testid={testId}>{children}</tr>;
}

type CellWidth = TableCellProps['width'];

function cellStyle(align: TableCellProps['align'], width: CellWidth): CSSProperties {
  const chosen = width === 'min' ? '1%' : width === 'max' ? '100%' : width === 'auto' ? undefined : width;
  return { ...(align ? { textAlign: align } : {}), ...(chosen === undefined ? {} : { width: chosen }) };
}

const sortWords = { ascending: 'ascending', descending: 'descending', none: 'none', never: undefined } as const;

export function TableHeader(props: TableHeaderProps) {
  const { align, width, testId, children, sortDirection = 'never' } = props;
  const sorting = 'onSortChange' in props && sortDirection !== 'never' ? props : undefined;
  return (
    <th scope="col" data-testid={testId} style={cellStyle(align, width)} aria-sort={sortWords[sortDirection]}>
      {sorting ? (
        <button
          type="button"
          className="plain-button"
          disabled={sorting.disabled}
          onClick={() => sorting.onSortChange(sortDirection === 'ascending' ? 'descending' : 'ascending')}
        >
          {children} <Glyph name={sortDirection === 'ascending' ? 'upCarat' : 'downCarat'} size={12} />
        </button>
      ) : (
        children
      )}
    </th>
  );
}

export function TableCell({ align, width, colSpan, testId, children }: TableCellProps) {
  return (
    <td data-testid={testId} style={cellStyle(align, width)} colSpan={colSpan}>
      {children}
    </td>
  );
}
