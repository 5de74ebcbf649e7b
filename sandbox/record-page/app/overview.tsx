/** The first tab: the figures the app has written, tasks, and the latest changes with who made them. */
import { Glyph } from '../components/glyph.tsx';
import type { CrmRecord } from './control-shapes.ts';
import { formatAge, formatDate, formatValue } from './format-value.ts';
import { usePortal } from './portal-context.ts';
import { ScoreBadge, StatusBadge } from './score-badge.tsx';

const changesShown = 8;

export function Overview({ record }: { readonly record: CrmRecord }) {
  const { timeZone } = usePortal().portal;
  const { tasks } = record.associations;
  const highlights = ['lifecyclestage', 'dealstage', 'amount', 'createdate', 'hs_lastmodifieddate'].flatMap((name) => {
    const definition = record.definitions.find((candidate) => candidate.name === name);
    const stored = record.properties[name];
    const isTime = definition?.type === 'datetime' && stored;
    const value = isTime
      ? formatDate(stored, { dateStyle: 'medium', timeZone })
      : formatValue(stored, definition, timeZone);
    return definition && value ? [{ label: definition.label, value }] : [];
  });
  return (
    <>
      <section className="card highlights" aria-label="Data highlights">
        <div>
          <dt>oppSpot score</dt>
          <dd>
            <ScoreBadge score={record.properties.oppspot_score} />
          </dd>
        </div>
        <div>
          <dt>Enrichment</dt>
          <dd>
            <StatusBadge status={record.properties.oppspot_enrichment_status} />
          </dd>
        </div>
        {highlights.slice(0, 3).map((item) => (
          <div key={item.label}>
            <dt>{item.label}</dt>
            <dd>{item.value}</dd>
          </div>
        ))}
      </section>
      <section className="card">
        <h2>
          Tasks <span className="count">{tasks.length}</span>
        </h2>
        {tasks.length === 0 && <p className="none">No tasks on this record</p>}
        <ul className="tasks">
          {tasks.map((task) => (
            <li key={task.id}>
              <Glyph name={task.properties.hs_task_status === 'COMPLETED' ? 'checkCircle' : 'circleHollow'} size={18} />
              <div>
                <strong>{task.title || task.properties.hs_task_subject}</strong>
                {task.properties.hs_task_body && <p>{plainText(task.properties.hs_task_body)}</p>}
                {task.properties.hs_timestamp && (
                  <small>
                    Due{' '}
                    {formatDate(task.properties.hs_timestamp, { dateStyle: 'medium', timeStyle: 'short', timeZone })}
                  </small>
                )}
              </div>
            </li>
          ))}
        </ul>
      </section>
      <RecentChanges record={record} timeZone={timeZone} />
    </>
  );
}

/** HubSpot keeps task bodies as HTML; only their words are shown. */
function plainText(html: string): string {
  return new DOMParser().parseFromString(html, 'text/html').body.textContent ?? '';
}

function RecentChanges({ record, timeZone }: { readonly record: CrmRecord; readonly timeZone: string }) {
  const changes = record.definitions
    .flatMap((definition) => (record.history[definition.name] ?? []).map((entry) => ({ definition, entry })))
    .sort((one, other) => new Date(other.entry.timestamp).getTime() - new Date(one.entry.timestamp).getTime())
    .slice(0, changesShown);
  return (
    <section className="card">
      <h2>Recent changes</h2>
      {changes.length === 0 && <p className="none">Nothing has changed yet</p>}
      <ol className="changes">
        {changes.map(({ definition, entry }) => (
          <li key={`${definition.name} ${entry.timestamp} ${entry.value}`}>
            <span>
              <strong>{definition.label}</strong>{' '}
              {entry.value ? (
                <span className="change-value">{formatValue(entry.value, definition, timeZone)}</span>
              ) : (
                <i>cleared</i>
              )}
            </span>
            <small>
              {entry.sourceLabel || entry.sourceType} · {formatAge(entry.timestamp, Date.now())}
            </small>
          </li>
        ))}
      </ol>
    </section>
  );
}
