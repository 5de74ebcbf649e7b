import { ExtensionFrame } from '../host/extension-frame.tsx';
import type { PageLocation } from '../protocol.ts';
import { InstallOffer } from './install-offer.tsx';
import { usePortal } from './portal-context.ts';
import { Empty } from './states.tsx';

/** A page the app brings along; it stays mounted while the person moves inside it. */
export function AppPage({ uid, location }: { readonly uid: string; readonly location: PageLocation }) {
  const { extensions, portal, user } = usePortal();
  const extension = extensions.find((candidate) => candidate.uid === uid && candidate.type === 'page');
  return (
    <div className="wide-page">
      <InstallOffer />
      {extension ? (
        <ExtensionFrame
          key={`${portal.id} ${user?.id} ${uid}`}
          extension={extension}
          target={{ kind: 'app' }}
          pageLocation={location}
        />
      ) : (
        <Empty drawing="object" title="This page is not there" message={`No installed app has a page “${uid}”.`} />
      )}
    </div>
  );
}
