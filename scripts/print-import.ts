import type { ImportListener, ImportResult } from '../backend/src/adapters/register/import-rows.ts';

const PROGRESS_EVERY_MS = 2_000;

/** Prints an import while it runs: what is read, each rejected row, how far it is. */
export function makeImportPrinter(print: (line: string) => void, nowMs: () => number = Date.now): ImportListener {
  const startedMs = nowMs();
  let printedMs = startedMs;
  let skippedRows = 0;
  return {
    onStart({ file, snapshotOn, resumedAfterRows }) {
      skippedRows = resumedAfterRows;
      print(`importing ${file.name} (${formatMegabytes(file.sizeBytes)}), snapshot of ${snapshotOn}`);
      if (resumedAfterRows > 0) print(`going on after row ${resumedAfterRows}, where the last run of this file ended`);
    },
    onReject({ line, reason, member }) {
      print(`line ${line}: ${reason}${member === undefined ? '' : ` (${member})`}`);
    },
    onRows(rowsRead) {
      const now = nowMs();
      if (now - printedMs < PROGRESS_EVERY_MS) return;
      printedMs = now;
      const perSecond = Math.round(Math.max(0, rowsRead - skippedRows) / ((now - startedMs) / 1000));
      print(`… ${rowsRead} rows, ${perSecond} rows/s`);
    },
    onIndex(name) {
      print(`… building the search index ${name}`);
    },
  };
}

/** The last line of an import (contract §1). */
export function formatImportResult(result: ImportResult, request: { readonly isComplete: boolean }): string {
  const { rowsRead, added, changed, unchanged, rejected, removed } = result;
  const line = `${rowsRead} rows read: ${added} added, ${changed} changed, ${unchanged} unchanged, ${rejected} rejected`;
  return request.isComplete ? `${line}, ${removed} removed` : line;
}

function formatMegabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
