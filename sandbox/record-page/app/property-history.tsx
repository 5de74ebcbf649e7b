/** The popover behind a property's clock: each value, when it came, and from whom. */
import { useRef, useState } from 'react';
import { Glyph } from '../components/glyph.tsx';
import { useOutsideClose } from '../components/use-outside-close.ts';
import type { HistoryEntry, PropertyDefinition } from './control-shapes.ts';
import { formatAge, formatDate, formatValue } from './format-value.ts';
import { usePortal } from './portal-context.ts';

type Props = { readonly definition: PropertyDefinition; readonly entries: readonly HistoryEntry[] };

const sourceWords: Readonly<Record<string, string>> = {
  CRM_UI: 'A person, in the CRM',
  INTEGRATION: 'An app',
  API: 'An app, over the API',
  IMPORT: 'An import',
};

function sourceOf(entry: HistoryEntry): string {
  return entry.sourceLabel || sourceWords[entry.sourceType] || entry.sourceType || 'Unknown source';
}

export function PropertyHistory({ definition, entries }: Props) {
  const { portal } = usePortal();
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLSpanElement>(null);
  useOutsideClose(root, isOpen, () => setOpen(false));
  if (entries.length === 0) return null;
  return (
    <span className="history" ref={root}>
      <button
        type="button"
        className="icon-button"
        aria-label={`History of ${definition.label}`}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        <Glyph name="clock" size={13} />
      </button>
      {isOpen && (
        <div className="history-popover" role="dialog" aria-label={`History of ${definition.label}`}>
          <h3>{definition.label}</h3>
          <ol>
            {entries.map((entry) => (
              <li key={`${entry.timestamp} ${entry.value}`}>
                <span className="history-value">
                  {formatValue(entry.value, definition, portal.timeZone) || <i>cleared</i>}
                </span>
                <small>
                  {sourceOf(entry)} ·{' '}
                  <time
                    title={formatDate(entry.timestamp, {
                      dateStyle: 'medium',
                      timeStyle: 'medium',
                      timeZone: portal.timeZone,
                    })}
                  >
                    {formatAge(entry.timestamp, Date.now())}
                  </time>
                </small>
              </li>
            ))}
          </ol>
        </div>
      )}
    </span>
  );
}
