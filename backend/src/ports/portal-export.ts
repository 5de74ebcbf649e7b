/** What an export says first. */
export interface ExportHead {
  readonly format: 'oppspot-smartsync-export/1';
  readonly organizationId: string;
  readonly exportedAt: string;
  /** Every table that keeps rows of an organisation, also those without any of this one. */
  readonly tables: readonly { readonly name: string; readonly columns: readonly string[] }[];
  /** Columns that hold secrets or what stands for them, left out of every row. */
  readonly leftOut: readonly string[];
}

/** One piece of an export: the head, then rows table by table, then how many there were. */
export type ExportPiece =
  | { readonly export: ExportHead }
  | { readonly table: string; readonly row: Readonly<Record<string, unknown>> }
  | { readonly end: { readonly rows: number; readonly rowsByTable: Readonly<Record<string, number>> } };

/** Who exported, for the log. */
export interface ExportLogEntry {
  readonly organizationId: string;
  /** null for the operator's command line. */
  readonly userId: number | null;
}

/**
 * Everything kept of one organisation.
 *
 * Contract for implementers:
 * - `read` gives the rows of one moment, however long it takes; tables that are added later are in it by themselves;
 * - values are as stored: what is redacted there is redacted here; tokens, keys and hashes of sessions are left out;
 * - memory stays flat whatever the number of rows; leaving the loop early frees what it holds;
 * - an export that breaks off has no `end`;
 * - `log` remembers who exported.
 */
export interface PortalExport {
  read(organizationId: string): AsyncIterable<ExportPiece>;
  log(entry: ExportLogEntry): Promise<void>;
}
