import { Glyph } from '../components/glyph.tsx';
import { usePortal } from './portal-context.ts';

/** Shown while the app is not in this portal: the way to the app's own install page. */
export function InstallOffer() {
  const { app, portal } = usePortal();
  if (app.installed) return null;
  return (
    <aside className="install-offer">
      <span className="install-mark">
        <Glyph name="enrichment" size={20} />
      </span>
      <div>
        <strong>
          {app.name} is not installed in {portal.name}
        </strong>
        <p>It matches your records to real companies, scores them with evidence and writes the result back.</p>
      </div>
      {app.installUrl ? (
        <a className="button primary" href={installHref(app.installUrl, portal.id)}>
          Install {app.name}
        </a>
      ) : (
        <span className="none">Start the backend to install it.</span>
      )}
    </aside>
  );
}

/** The portal goes along, so that the consent page asks for this one. */
function installHref(installUrl: string, portalId: number): string {
  const url = new URL(installUrl, window.location.href);
  url.searchParams.set('portalId', String(portalId));
  return url.href;
}
