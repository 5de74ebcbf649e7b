import { useState } from 'react';
import { ExtensionFrame } from '../host/extension-frame.tsx';
import { InstallOffer } from './install-offer.tsx';
import { usePortal } from './portal-context.ts';
import { Empty } from './states.tsx';

const addressOf = ({ bundleUrl }: { readonly bundleUrl: string }) => bundleUrl;

/** Connected apps with their settings extension, as under HubSpot's "Connected apps". */
export function SettingsPage() {
  const { app, extensions, portal, user } = usePortal();
  const installed = extensions.filter(({ type }) => type === 'settings');
  // An app that disconnects itself still shows its last words: the page stays until the person leaves it, as in HubSpot.
  const [shown, setShown] = useState(installed);
  if (installed.length > 0 && installed.map(addressOf).join() !== shown.map(addressOf).join()) setShown(installed);
  const settings = installed.length > 0 ? installed : shown;
  return (
    <div className="narrow-page">
      <InstallOffer />
      <p className="crumbs">Settings · Connected apps</p>
      <h1>{app.name}</h1>
      {settings.map((extension) => (
        <section className="card" key={`${portal.id} ${user?.id} ${extension.uid}`}>
          <ExtensionFrame extension={extension} target={{ kind: 'app' }} />
        </section>
      ))}
      {app.installed && installed.length === 0 && (
        <Empty
          drawing="settings"
          title="This app has no settings page yet"
          message="It shows here as soon as the project has a settings component."
        />
      )}
    </div>
  );
}
