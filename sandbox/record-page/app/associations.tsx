import type { CrmRecord } from './control-shapes.ts';
import { allObjectTypes, objectTypes } from './object-types.ts';
import { usePortal } from './portal-context.ts';
import { recordHref } from './router.ts';
import { initials } from './top-bar.tsx';

/** One small card for each type of associated records; its own type only when there are some. */
export function AssociationCards({ record }: { readonly record: CrmRecord }) {
  const { portal } = usePortal();
  return allObjectTypes
    .filter((type) => type !== record.objectType || record.associations[type].length > 0)
    .map((type) => (
      <section className="card associations" key={type}>
        <h2>
          {objectTypes[type].label} <span className="count">{record.associations[type].length}</span>
        </h2>
        {record.associations[type].length === 0 && <p className="none">None associated</p>}
        <ul>
          {record.associations[type].map((other) => (
            <li key={other.id}>
              <a className="record-link" href={recordHref(portal.id, type, other.id)}>
                <span className={`avatar small ${type}`} aria-hidden="true">
                  {initials(other.title)}
                </span>
                {other.title}
              </a>
            </li>
          ))}
        </ul>
      </section>
    ));
}
