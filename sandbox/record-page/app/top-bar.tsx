/** The bar on top: portal, object types, the app's own pages, the person; under it the line that says what this is. */
import { Glyph } from '../components/glyph.tsx';
import type { Portal } from './control-shapes.ts';
import { allObjectTypes, isObjectType, objectTypes } from './object-types.ts';
import { usePortal } from './portal-context.ts';
import { appPageHref, listHref, navigate, type Route, settingsHref } from './router.ts';

type Props = { readonly portals: readonly Portal[]; readonly route: Route; readonly onUser: (id: number) => void };

export function TopBar({ portals, route, onUser }: Props) {
  const { portal, user, extensions } = usePortal();
  const current = 'objectType' in route ? route.objectType : route.page === 'app-page' ? route.uid : route.page;
  const pages = extensions.filter(({ type }) => type === 'page');
  return (
    <header className="top">
      <div className="top-bar">
        <span className="mark" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
        <label className="pick">
          <span className="visually-hidden">Portal</span>
          <select value={portal.id} onChange={(event) => switchPortal(Number(event.target.value), current)}>
            {portals.map((one) => (
              <option key={one.id} value={one.id}>
                {one.name}
              </option>
            ))}
          </select>
          <Glyph name="downCarat" size={14} />
        </label>
        <nav aria-label="Main">
          {allObjectTypes.map((type) => (
            <a key={type} href={listHref(portal.id, type)} aria-current={current === type ? 'page' : undefined}>
              {objectTypes[type].label}
            </a>
          ))}
          {pages.map((page) => (
            <a
              key={page.uid}
              href={appPageHref(portal.id, page.uid)}
              aria-current={current === page.uid ? 'page' : undefined}
            >
              {page.name}
            </a>
          ))}
          <a href={settingsHref(portal.id)} aria-current={current === 'settings' ? 'page' : undefined}>
            Settings
          </a>
        </nav>
        {user && (
          <label className="pick person">
            <span className="avatar small" aria-hidden="true">
              {initials(`${user.firstName} ${user.lastName}`)}
            </span>
            <span className="visually-hidden">Acting as</span>
            <select value={user.id} onChange={(event) => onUser(Number(event.target.value))}>
              {portal.users.map((one) => (
                <option key={one.id} value={one.id}>
                  {`${one.firstName} ${one.lastName}`.trim() || one.email}
                  {one.superAdmin ? ' (admin)' : ''}
                </option>
              ))}
            </select>
            <Glyph name="downCarat" size={14} />
          </label>
        )}
      </div>
      <p className="stand-in">
        <Glyph name="locked" size={13} /> Local stand-in for HubSpot – nothing leaves this computer
      </p>
    </header>
  );
}

function switchPortal(portalId: number, current: string) {
  navigate(listHref(portalId, isObjectType(current) ? current : 'companies'));
}

export function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return (
    letters
      .map((word) => word?.[0] ?? '')
      .join('')
      .toUpperCase() || '?'
  );
}
