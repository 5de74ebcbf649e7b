const statusWords: Readonly<Record<string, readonly [label: string, tone: string]>> = {
  enriched: ['Enriched', 'success'],
  needs_review: ['Needs review', 'warning'],
  no_match: ['No match', 'default'],
  insufficient_data: ['Insufficient data', 'warning'],
  failed: ['Failed', 'danger'],
};

export function StatusBadge({ status }: { readonly status: string | null | undefined }) {
  if (!status) return <span className="none">—</span>;
  const [label, tone] = statusWords[status] ?? [status, 'default'];
  return (
    <span className={`c-status-tag tone-${tone}`}>
      <i aria-hidden="true" />
      <span>{label}</span>
    </span>
  );
}

/** The stored score with a small bar; the colours only rank it, the bands are the product's business. */
export function ScoreBadge({ score }: { readonly score: string | null | undefined }) {
  if (!score) return <span className="none">—</span>;
  const value = Math.max(0, Math.min(100, Number(score)));
  return (
    <span className="score-badge">
      <b>{score}</b>
      <i aria-hidden="true">
        <i style={{ width: `${value}%` }} />
      </i>
    </span>
  );
}
